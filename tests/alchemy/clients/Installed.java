package alchemy.clients;

import alchemy.e2e.Shell;
import alchemy.fetch.CacheFolder;
import alchemy.fetch.NpmInstall;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** npm packages that tests need, installed once, into the cache: a folder for each lock file. */
public final class Installed {
  private static final List<String> PINNED =
      List.of("package.json", "package-lock.json", "workerd");

  private Installed() {}

  /** A folder with the same packages as this one, installed; scripts of packages were not run. */
  public static Path like(Path project) throws IOException {
    Map<?, ?> manifest = (Map<?, ?>) Json.read(Files.readString(project.resolve("package.json")));
    Path folder = CacheFolder.current().resolve(manifest.get("name") + "-" + version(project));
    if (Files.notExists(folder)) {
      // Whole at once, as another run may be about to install the same.
      Path fresh = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "npm");
      try (Stream<Path> files = Files.walk(project)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Path name = project.relativize(each);
          if (PINNED.contains(name.getName(0).toString())) {
            Files.createDirectories(fresh.resolve(name).getParent());
            Files.copy(each, fresh.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
      }
      Files.writeString(
          fresh.resolve(".npmrc"), "ignore-scripts=true\nomit-lockfile-registry-resolved=true\n");
      move(fresh, folder);
    }
    NpmInstall.standard(System.err::println).ensure(folder);
    return folder;
  }

  /**
   * Gives a project its packages, by a link to where they are installed.
   *
   * @return the link, to be deleted at the end: what it leads to is not the test's
   */
  public static Path into(Path project) throws IOException {
    return Files.createSymbolicLink(
        project.resolve("node_modules"), like(project).resolve("node_modules"));
  }

  /**
   * Puts a stand-in for Prisma's native schema engine, which no package brings, into a folder.
   *
   * @return what {@code PRISMA_SCHEMA_ENGINE_BINARY} is to name; beside it is such a link
   */
  public static Path schemaEngine(Path folder) throws IOException {
    Shell.copy(Shell.HOME.resolve("tests/prisma"), folder);
    into(folder);
    return folder.resolve("schema-engine.mjs");
  }

  private static void move(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder);
    } catch (FileSystemException e) {
      if (Files.notExists(folder)) {
        throw e;
      } // else another run was first, with the same
    }
  }

  private static String version(Path project) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(project.resolve("package.json")));
      digest.update(Files.readAllBytes(project.resolve("package-lock.json")));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
