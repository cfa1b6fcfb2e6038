package alchemy.local.workerd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that workerd reads when it starts, in a folder that only its owner may enter. Closing
 * it removes them: they hold passwords.
 */
final class ConfigFolder implements AutoCloseable {
  private final Path folder;

  private ConfigFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes configuration and files to a new folder below the given one. */
  static ConfigFolder write(Path parent, Launch launch) {
    try {
      Files.createDirectories(parent);
      // A temporary folder is owner-only from its creation on.
      var made = new ConfigFolder(Files.createTempDirectory(parent, "start-"));
      try {
        for (int i = 0; i < launch.files().size(); i++) {
          Files.write(made.folder.resolve(Launch.file(i)), launch.files().get(i));
        }
        Files.writeString(made.config(), launch.config(), StandardCharsets.US_ASCII);
        return made;
      } catch (IOException e) {
        made.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what processes that were killed while they started have left behind. */
  static void sweep(Path parent) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (var left = Files.list(parent)) {
      left.filter(each -> each.getFileName().toString().startsWith("start-"))
          .forEach(each -> new ConfigFolder(each).close());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration file. */
  Path config() {
    return folder.resolve("config.capnp");
  }

  @Override
  public void close() {
    try (var files = Files.list(folder)) {
      for (var each : files.toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
