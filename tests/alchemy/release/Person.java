package alchemy.release;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.e2e.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who has JBang and nothing of ours, no checkout either. Instead of Maven Central there is
 * a mirror, as a company has one.
 */
final class Person {
  private final Path home;

  /**
   * Gives a person a home.
   *
   * @param mirror where Maven artefacts are
   */
  Person(Path home, String mirror) throws IOException {
    this.home = home;
    String jar = System.getenv("ALCHEMY_JBANG_JAR");
    assumeTrue(jar != null, "run by ./alchemy test, which knows JBang's jar");
    Files.createDirectories(home.resolve(".m2"));
    Files.writeString(
        home.resolve(".m2/settings.xml"),
        "<settings><mirrors><mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>"
            + mirror
            + "</url></mirror></mirrors></settings>");
    Path jbang = Files.createDirectories(home.resolve("bin")).resolve("jbang");
    // As JBang's own start script does it; a JVM asks the system for its user's home, not HOME.
    Files.writeString(
        jbang,
        """
        #!/bin/sh
        export JBANG_RUNTIME_SHELL=bash JBANG_STDIN_NOTTY=true JBANG_NO_VERSION_CHECK=true
        line=$('%s' -XX:TieredStopAtLevel=1 -Duser.home="$HOME" -cp '%s' dev.jbang.Main "$@") || code=$?
        if [ "${code-0}" -eq 255 ]; then eval "exec $line"; fi
        if [ -n "$line" ]; then printf '%%s\\n' "$line"; fi
        exit "${code-0}"
        """
            .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), jar));
    Files.setPosixFilePermissions(jbang, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the person types in a folder. */
  Shell in(Path folder) {
    Path own = home.resolve(".jbang");
    return new Shell(folder)
        .with("HOME", home.toString())
        .with("JBANG_DIR", own.toString())
        .with("JBANG_REPO", home.resolve(".m2/repository").toString())
        .with("ALCHEMY_JBANG_JAR", null)
        .with("ALCHEMY_CONFIG", home.resolve("config").toString())
        .with(
            "PATH",
            String.join(
                File.pathSeparator,
                home.resolve("bin").toString(),
                own.resolve("bin").toString(),
                System.getenv("PATH")));
  }

  /** Types a command and waits for its end. */
  Shell.Ran types(Path folder, String... words) throws IOException, InterruptedException {
    return in(folder).program("", new ArrayList<>(List.of(words)));
  }
}
