package alchemy.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a package folder's {@code node_modules} up to its {@code package-lock.json}.
 *
 * <pre>
 * lock file   node_modules         what happens
 * any         nothing is needed    nothing
 * yes         as the lock says     nothing
 * yes         missing or older     npm ci; without npm, the same by ourselves from the configured registry
 * no          there                nothing: it is the user's
 * no          missing              npm install, which writes the lock file; without npm, an error
 * another's   missing              an error that names the other package manager's command
 * </pre>
 */
public final class NpmInstall {
  private static final String STAMP = ".alchemy-lock";
  private static final String NPMS_MARK = ".package-lock.json";
  private static final Map<String, String> OTHERS =
      Map.of(
          "pnpm-lock.yaml", "pnpm install",
          "yarn.lock", "yarn install",
          "bun.lock", "bun install",
          "bun.lockb", "bun install");

  private final Machine machine;
  private final Consumer<String> progress;

  NpmInstall(Machine machine, Consumer<String> progress) {
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * For this machine and user.
   *
   * @param progress gets a line when packages are installed, which takes seconds
   */
  public static NpmInstall standard(Consumer<String> progress) {
    return new NpmInstall(Machine.current(), progress);
  }

  /**
   * Installs what the folder's {@code package.json} needs, if it is not there.
   *
   * @param packageFolder the folder of a {@code package.json}; without one, nothing happens
   * @throws FetchFailedException if packages are needed and cannot be had; it says what to do
   * @throws IntegrityException if a package is not the locked one
   */
  public void ensure(Path packageFolder) {
    Path folder = packageFolder.toAbsolutePath().normalize();
    try {
      if (!upToDate(folder)) {
        // Not beside node_modules: a user's folder is no place for our lock files.
        String name = HexFormat.of().formatHex(sha256(folder.toString()), 0, 12);
        Fetched.alone(
            machine.cache().resolve("locks").resolve(name),
            () -> {
              if (!upToDate(folder)) {
                install(folder);
              }
              return null;
            });
      }
    } catch (IOException e) {
      throw new FetchFailedException(
          e, "the npm packages of " + folder, String.valueOf(e.getMessage()));
    }
  }

  private static boolean upToDate(Path folder) throws IOException {
    Path modules = folder.resolve("node_modules");
    Path lock = lock(folder);
    if (!Files.exists(lock)) {
      return Files.isDirectory(modules) || !needsPackages(folder);
    }
    Path npms = modules.resolve(NPMS_MARK);
    Path stamp = modules.resolve(STAMP);
    if (Files.exists(stamp)) {
      String before = Files.readString(stamp);
      String now = stamp(lock, npms);
      if (before.endsWith(now.substring(now.indexOf(' ')))) {
        return before.equals(now);
      }
    }
    // npm was at work after us, or alone; then its own mark is as new as the lock file.
    return (Files.exists(npms) && !newer(lock, npms)) || !needsPackages(folder);
  }

  // Both by their contents, since copying a project changes the times.
  private static String stamp(Path lock, Path npms) throws IOException {
    return Integrity.sha256(lock) + " " + (Files.exists(npms) ? Integrity.sha256(npms) : "-");
  }

  private static Path lock(Path folder) {
    return folder.resolve("package-lock.json");
  }

  private static boolean newer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static boolean needsPackages(Path folder) throws IOException {
    Path manifest = folder.resolve("package.json");
    return Files.exists(manifest) && PackageLock.declaresDependencies(manifest);
  }

  private void install(Path folder) throws IOException {
    Optional<Npm> npm = Npm.find(machine.env());
    Path lock = lock(folder);
    if (Files.exists(lock)) {
      if (npm.isPresent()) {
        progress.accept("installing npm packages in " + folder.getFileName() + " (npm ci)");
        npm.get().run("the npm packages", folder, "ci", "--no-audit", "--no-fund");
      } else {
        progress.accept("installing npm packages in " + folder.getFileName());
        new LockedInstall(
                machine.platform(), new NpmArchives(machine.env(), machine.home(), folder))
            .run(PackageLock.read(lock), folder);
      }
    } else {
      if (npm.isEmpty()) {
        throw new FetchFailedException(
            "the npm packages",
            "folder: " + folder,
            "There is no package-lock.json, so npm is needed to choose the versions.",
            "Install Node.js with npm and run this again, or run there where npm is:",
            "    npm install");
      }
      refuseOthers(folder);
      progress.accept("installing npm packages in " + folder.getFileName() + " (npm install)");
      npm.get().run("the npm packages", folder, "install", "--no-audit", "--no-fund");
    }
    // A package.json can ask for packages of which none is for this platform.
    Path modules = Files.createDirectories(folder.resolve("node_modules"));
    if (Files.exists(lock)) {
      Files.writeString(modules.resolve(STAMP), stamp(lock, modules.resolve(NPMS_MARK)));
    }
  }

  private static void refuseOthers(Path folder) {
    List<String> commands =
        OTHERS.entrySet().stream()
            .filter(each -> Files.exists(folder.resolve(each.getKey())))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    if (!commands.isEmpty()) {
      throw new FetchFailedException(
          "the npm packages",
          "folder: " + folder,
          "It belongs to another package manager. Run there:",
          "    " + commands.get(0));
    }
  }

  private static byte[] sha256(String text) {
    return Integrity.newDigest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
