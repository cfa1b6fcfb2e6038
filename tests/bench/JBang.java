package bench;

import alchemy.fetch.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The command {@code jbang}, which the launcher does without. */
final class JBang {
  private JBang() {}

  /** A folder for the PATH, with a {@code jbang} that starts the launcher's jar as JBang's does. */
  static Path folder() throws IOException {
    Path folder = Files.createDirectories(CacheFolder.current().resolve("bench/bin"));
    Path command = folder.resolve("jbang");
    if (Files.notExists(command)) {
      Files.writeString(
          command,
          """
          #!/bin/sh
          export JBANG_RUNTIME_SHELL=bash JBANG_STDIN_NOTTY=true JBANG_NO_VERSION_CHECK=true
          line=$('%s' -XX:TieredStopAtLevel=1 -cp "$ALCHEMY_JBANG_JAR" dev.jbang.Main "$@") || code=$?
          if [ "${code-0}" -eq 255 ]; then eval "exec $line"; fi
          if [ -n "$line" ]; then printf '%%s\\n' "$line"; fi
          exit "${code-0}"
          """
              .formatted(Path.of(System.getProperty("java.home"), "bin", "java")));
      Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return folder;
  }
}
