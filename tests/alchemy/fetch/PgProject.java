package alchemy.fetch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project that needs pg, with a lock file that names no registry, and without its packages. */
public final class PgProject {
  // npm takes a second to choose versions, so it is asked once a run.
  private static String lock;

  private PgProject() {}

  /** Writes it into a folder; npm chooses the versions. */
  public static Path create(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".npmrc"), "omit-lockfile-registry-resolved=true\n");
    Files.writeString(
        folder.resolve("package.json"),
        """
        { "name": "pg-project", "private": true, "dependencies": { "pg": "8.23.1" } }
        """);
    Path lockFile = folder.resolve("package-lock.json");
    synchronized (PgProject.class) {
      if (lock == null) {
        npm(folder, "install", "--package-lock-only", "--no-audit", "--no-fund");
        lock = Files.readString(lockFile);
      }
    }
    Files.writeString(lockFile, lock);
    return folder;
  }

  /** Runs npm in a folder. */
  public static void npm(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
    }
  }

  /** Copies the files of a folder. */
  public static Path copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path relative = from.relativize(each);
        if (Files.isRegularFile(each)) {
          Files.createDirectories(to.resolve(relative).getParent());
          Files.copy(each, to.resolve(relative));
        }
      }
    }
    return to;
  }
}
