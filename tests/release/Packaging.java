///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES *.java

package release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * {@code ./alchemy package [--out FOLDER]}: lays out a release as a Maven repository, from what the
 * launcher has just built with JBang. Of one commit, one JDK makes the same bytes anywhere. What is
 * left to do is to sign and to upload; see {@code docs/releasing.md}.
 */
final class Packaging {
  // Another one compiles and compresses to other bytes.
  private static final int JDK = 17;

  private static final String USAGE = "usage: ./alchemy package [--out FOLDER]";

  private static final List<String> SURFACE =
      List.of(
          "alchemy", "alchemy.prisma", "alchemy.cloudflare", "alchemy.provider", "alchemy.engine");

  private static final Map<String, List<String>> DOCUMENTED =
      Map.of("alchemy", SURFACE, "alchemy-local", List.of("alchemy.local"));

  private static final Map<String, String> SUMS =
      Map.of("MD5", "md5", "SHA-1", "sha1", "SHA-256", "sha256", "SHA-512", "sha512");

  private final Path home;
  private final Path built;
  private final Path out;
  private final Instant time;

  private Packaging(Path home, Path built, Path out, Instant time) {
    this.home = home;
    this.built = built;
    this.out = out;
    this.time = time;
  }

  public static void main(String... args) throws Exception {
    Path home = Path.of(System.getenv("ALCHEMY_HOME"));
    List<String> words = List.of(args);
    if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
      System.out.println(USAGE);
      return;
    }
    if (!words.isEmpty() && !(words.size() == 2 && words.get(0).equals("--out"))) {
      fail(2, USAGE);
    }
    if (Runtime.version().feature() != JDK) {
      fail(1, "a release is built by JDK " + JDK + "; this is " + Runtime.version());
    }
    Path out = words.isEmpty() ? home.resolve("build/release") : Path.of(words.get(1));
    if (Files.exists(out)) {
      fail(1, out + " is there already; remove it, or name another folder by --out");
    }
    Path built = Path.of(System.getenv("JBANG_REPO"));
    Packaging release = new Packaging(home, built, out, time(home));
    Coordinates library = Coordinates.of(home.resolve("lib/alchemy_lib.java"));
    release.lay(library);
    release.lay(Coordinates.of(home.resolve("lib/alchemy_local.java")));
    System.out.println(library.version() + " of " + release.time + " in " + out);
    if (!git(home, "status", "--porcelain").isEmpty()) {
      System.out.println("with changes that are in no commit");
    }
  }

  private void lay(Coordinates artifact) throws IOException {
    Path jar = artifact.file(built, ".jar");
    Pom pom = Pom.read(artifact, built);
    String text = pom.completed();
    Archive classes = Archive.of(jar, home, artifact, text);
    Path folder = Files.createDirectories(artifact.file(out, "").getParent());
    Files.writeString(artifact.file(out, ".pom"), text);
    classes.write(artifact.file(out, ".jar"), time);
    Archive.sources(home, classes).write(artifact.file(out, "-sources.jar"), time);
    Archive.javadoc(home, artifact, DOCUMENTED.get(artifact.name()))
        .write(artifact.file(out, "-javadoc.jar"), time);
    Files.writeString(
        artifact.file(out, "-cyclonedx.json"),
        new Sbom(artifact, pom, built, time).text(artifact.file(out, ".jar")));
    sum(folder);
  }

  private static void sum(Path folder) throws IOException {
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.toList();
    }
    for (Path each : files) {
      for (Map.Entry<String, String> sum : SUMS.entrySet()) {
        Files.writeString(
            each.resolveSibling(each.getFileName() + "." + sum.getValue()),
            digest(sum.getKey(), each));
      }
    }
  }

  static String digest(String algorithm, Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  // That of the commit, so that building it again later gives the same.
  private static Instant time(Path home) throws IOException, InterruptedException {
    String given = System.getenv("SOURCE_DATE_EPOCH");
    String seconds = given != null ? given : git(home, "log", "-1", "--format=%ct");
    if (seconds.isEmpty()) {
      fail(1, "git names no commit here; say its time in SOURCE_DATE_EPOCH");
    }
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private static String git(Path home, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(words));
    Process git =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? said.strip() : "";
  }

  private static void fail(int code, String why) {
    System.err.println("alchemy package: " + why);
    System.exit(code);
  }
}
