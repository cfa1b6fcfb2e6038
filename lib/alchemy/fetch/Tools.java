package alchemy.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The two programs of others that run Workers: esbuild and workerd. Each is fetched once, checked
 * against its pinned digest, and kept in the {@linkplain CacheFolder cache folder}; from then on
 * neither network nor npm is touched. Safe for several processes at once.
 */
public final class Tools {
  private final Machine machine;
  private final Consumer<String> progress;

  Tools(Machine machine, Consumer<String> progress) {
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * The tools of this machine and user.
   *
   * @param progress gets a line when something is fetched, which takes seconds
   * @throws UnsupportedPlatformException on a platform that they do not exist for
   */
  public static Tools standard(Consumer<String> progress) {
    return new Tools(Machine.current(), progress);
  }

  /**
   * The executable of workerd, Cloudflare's Workers runtime.
   *
   * @throws FetchFailedException if it is not there and cannot be fetched
   * @throws IntegrityException if what was fetched is not what was pinned
   */
  public Path workerd() {
    return binary("workerd", NpmPackage.workerd(machine.platform()), "46 MB");
  }

  /**
   * The executable of esbuild, the bundler.
   *
   * @throws FetchFailedException if it is not there and cannot be fetched
   * @throws IntegrityException if what was fetched is not what was pinned
   */
  public Path esbuild() {
    return binary("esbuild", NpmPackage.esbuild(machine.platform()), "5 MB");
  }

  /** Whether they have been fetched, by name and version; fetches nothing. */
  public Map<String, Boolean> fetched() {
    Map<String, Boolean> fetched = new TreeMap<>();
    Map.of(
            "esbuild", NpmPackage.esbuild(machine.platform()),
            "workerd", NpmPackage.workerd(machine.platform()))
        .forEach(
            (name, pinned) ->
                fetched.put(
                    name + " " + pinned.version(), Files.isDirectory(folder(name, pinned))));
    return fetched;
  }

  private Path folder(String name, NpmPackage pinned) {
    return machine
        .cache()
        .resolve("tools")
        .resolve(name + "-" + pinned.version() + "-" + machine.platform().id());
  }

  private Path binary(String name, NpmPackage pinned, String size) {
    Path folder = folder(name, pinned);
    try {
      return Fetched.folder(folder, fresh -> fill(name, pinned, size, fresh)).resolve(name);
    } catch (IOException e) {
      throw new FetchFailedException(
          e, pinned.toString(), "cache: " + machine.cache(), String.valueOf(e.getMessage()));
    }
  }

  private void fill(String name, NpmPackage pinned, String size, Path fresh) throws IOException {
    progress.accept("fetching " + name + " " + pinned.version() + " (" + size + ")");
    Path archive =
        new NpmArchives(machine.env(), machine.home(), Path.of("").toAbsolutePath())
            .fetch(pinned, fresh);
    Path binary = fresh.resolve(name);
    Tarball.unpackOne(archive, "bin/" + name, binary);
    Files.delete(archive);
    if (!binary.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make executable: " + binary);
    }
    try (FileChannel written = FileChannel.open(binary, StandardOpenOption.WRITE)) {
      // The rename that follows says "complete", so the bytes must not lag behind it.
      written.force(true);
    }
  }
}
