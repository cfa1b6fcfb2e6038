package alchemy.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fetches npm packages' archives from wherever the user's npm would: the configured registry, asked
 * directly, else npm itself.
 */
final class NpmArchives {
  private final Map<String, String> env;
  private final Path folder;
  private final NpmConfig config;
  private final RegistryClient client;

  /**
   * For a folder.
   *
   * @param env the environment's variables
   * @param home the user's home folder
   * @param folder where npm would be called: its {@code .npmrc} counts
   */
  NpmArchives(Map<String, String> env, Path home, Path folder) throws IOException {
    this.env = env;
    this.folder = folder;
    this.config = NpmConfig.read(env, home, folder);
    this.client = new RegistryClient(config, env);
  }

  /** True if a registry is named for the package, so that it can be fetched without npm. */
  boolean reaches(String packageName) {
    return config.registry(packageName).isPresent();
  }

  /**
   * Fetches an archive into a folder and checks it.
   *
   * @throws FetchFailedException if there is no way, or each failed
   * @throws IntegrityException if it is not what was pinned
   */
  Path fetch(NpmPackage wanted, Path into) throws IOException {
    Optional<URI> registry = config.registry(wanted.name());
    Optional<Npm> npm = Npm.find(env);
    Path archive;
    if (registry.isPresent()) {
      archive = into.resolve("package.tgz");
      try {
        client.get(registry.get().resolve(wanted.archivePath()), archive);
      } catch (IOException e) {
        // npm knows more ways (own certificates, proxies with passwords), so it gets the last word.
        if (npm.isEmpty()) {
          throw new FetchFailedException(
              e,
              wanted.toString(),
              "asked: " + registry.get().getHost() + ", as npm_config_registry or .npmrc says",
              String.valueOf(e.getMessage()));
        }
        archive = pack(npm.get(), wanted, into);
      }
    } else if (npm.isPresent()) {
      archive = pack(npm.get(), wanted, into);
    } else {
      throw new FetchFailedException(
          wanted.toString(),
          "There is no npm on the PATH, and no registry is configured.",
          "Install Node.js with npm (needed this once only), or name a registry:",
          "    export npm_config_registry=https://…");
    }
    Integrity.check(wanted.toString(), archive, wanted.integrity());
    return archive;
  }

  private Path pack(Npm npm, NpmPackage wanted, Path into) throws IOException {
    npm.run(
        wanted.toString(),
        folder,
        "pack",
        wanted.toString(),
        "--pack-destination",
        into.toString(),
        "--ignore-scripts");
    try (Stream<Path> files = Files.list(into)) {
      List<Path> archives = files.filter(file -> file.toString().endsWith(".tgz")).toList();
      if (archives.size() != 1) {
        throw new FetchFailedException(
            wanted.toString(), "npm pack left " + archives.size() + " archives instead of one");
      }
      return archives.get(0);
    }
  }
}
