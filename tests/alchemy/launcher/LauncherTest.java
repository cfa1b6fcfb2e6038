package alchemy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.cli.Library;
import alchemy.launcher.Launcher.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher and the real JBang over a library of one class; nothing is downloaded. */
@Tag("processes")
class LauncherTest {
  @TempDir static Path caches;
  private static Launcher checkout;

  @BeforeAll
  static void buildOnce() throws Exception {
    assumeTrue(
        System.getenv("ALCHEMY_JBANG_JAR") != null,
        "run by ./alchemy test, which knows JBang's jar");
    checkout = new Launcher(caches, "checkout");
    Ended ended = checkout.run("plan", "app");
    assertEquals(0, ended.code(), ended::err);
  }

  @Test
  void theScriptGetsItsArgumentsAndItsFolder() throws Exception {
    Ended ended = checkout.run("deploy", "app", "--stage", "it's  a \"$HOME\"", "--", "-f", "x");
    String root = checkout.home.toRealPath().resolve("app").toString();
    assertTrue(
        ended
            .out()
            .startsWith("script first [deploy, --stage, it's  a \"$HOME\", --, -f, x] " + root),
        ended::toString);
    assertEquals("", ended.err());
  }

  @Test
  void theScriptIsFoundInTheFolderByOptionAndThroughALink() throws Exception {
    Path app = checkout.home.resolve("app");
    Path link = Files.createSymbolicLink(caches.resolve("link"), checkout.home.resolve("alchemy"));
    List<Ended> all =
        List.of(
            checkout.run(app, "", List.of("../alchemy", "state", "list")),
            checkout.run("state", "-f", "app", "list"),
            checkout.run("state", "list", "-f", "app/alchemy.run.java"),
            checkout.run(
                caches, "", List.of(link.toString(), "-f", app.toString(), "state", "list")));
    for (Ended each : all) {
      assertTrue(each.out().startsWith("script first [state, list]"), each::toString);
    }
  }

  @Test
  void aWordAfterAnOptionIsItsValueAndNotThePlace() throws Exception {
    Ended ended = checkout.run("plan", "--stage", "app");
    assertTrue(ended.out().startsWith("own first [plan, --stage, app] null"), ended::toString);
    Ended flag = checkout.run("destroy", "--yes", "app");
    assertTrue(flag.out().startsWith("script first [destroy, --yes]"), flag::toString);
  }

  @Test
  void aPlaceWithoutAScriptIsWrongUsage() throws Exception {
    Ended ended = checkout.run("plan", "-f", "lib");
    assertEquals(2, ended.code());
    assertEquals("alchemy: no alchemy.run.java or alchemy.run.jsh at lib\n", ended.err());
  }

  @Test
  void exitCodesAndInputPassThrough() throws Exception {
    assertEquals(7, checkout.run("exit", "7", "-f", "app").code());
    assertEquals(255, checkout.run("exit", "255", "-f", "app").code());
    String launcher = checkout.home.resolve("alchemy").toString();
    Ended cat = checkout.run(checkout.home, "read me", List.of(launcher, "cat", "-f", "app"));
    assertTrue(cat.out().endsWith("read me"), cat::toString);
  }

  @Test
  void theLauncherBecomesTheJvmSoThatSignalsReachIt() throws Exception {
    String launcher = checkout.home.resolve("alchemy").toString();
    Path errors = caches.resolve("signal.txt");
    Process process = checkout.start(checkout.home, errors, List.of(launcher, "cat", "-f", "app"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertTrue(line.endsWith(" " + process.pid()), line);
      // Not process.destroy(), which closes the input as well.
      assertTrue(process.toHandle().destroy());
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(143, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSecondRunAsksJBangNothing() throws Exception {
    Path script = checkout.script("asks");
    Path jar = caches.resolve("jbang-copy.jar");
    Files.copy(Path.of(System.getenv("ALCHEMY_JBANG_JAR")), jar);
    String before = checkout.env.put("ALCHEMY_JBANG_JAR", jar.toString());
    try {
      assertEquals(0, checkout.run("plan", "asks").code());
      Files.delete(jar);
      Ended again = checkout.run("plan", "asks");
      assertEquals(0, again.code(), again::err);
      Files.writeString(script, "class Changed {}");
      assertEquals(1, checkout.run("plan", "asks").code(), "a changed script needs JBang");
    } finally {
      checkout.env.put("ALCHEMY_JBANG_JAR", before);
    }
  }

  @Test
  void aScriptNeverRunsAgainstAStaleLibrary() throws Exception {
    Launcher own = new Launcher(Files.createDirectory(caches.resolve("stale")), "checkout");
    assertTrue(own.run("plan", "app").out().startsWith("script first"));
    own.library("second");
    assertTrue(own.run("plan", "app").out().startsWith("script second"));
    Path app = own.home.resolve("lib/alchemy/App.java");

    // A text that comes back was compiled already, with the library of then.
    Path script = own.script("back");
    String text = Files.readString(script);
    assertEquals(0, own.run("plan", "back").code());
    Files.writeString(script, text + "// another one\n");
    assertEquals(0, own.run("plan", "back").code());
    Files.writeString(app, Files.readString(app).replace("run(String who", "run(Object who"));
    assertEquals(0, own.run("plan", "back").code());
    Files.writeString(script, text);
    Ended back = own.run("plan", "back");
    assertEquals(0, back.code(), back::toString);

    // A plain jbang compiled this one, and knows nothing of the library behind the version.
    Path plain = Files.writeString(own.script("plain"), text + "// by itself\n");
    assertTrue(own.jbang(plain).startsWith("script second"));
    Files.writeString(app, Files.readString(app).replace("run(Object who", "run(String who"));
    assertEquals(0, own.run("plan", "app").code());
    assertTrue(own.jbang(plain).startsWith("script second"));

    Files.delete(app);
    own.write("lib/alchemy/Other.java", "package alchemy;\nfinal class Other {}\n");
    for (int i = 0; i < 2; i++) {
      Ended broken = own.run("plan", "app");
      assertEquals(1, broken.code(), broken::toString);
      assertTrue(broken.err().contains("cannot find symbol"), broken::err);
    }
  }

  @Test
  void checkoutsThatShareARepositoryDoNotRunEachOthersLibrary() throws Exception {
    Launcher other = new Launcher(caches, "other one's [checkout]");
    other.library("theirs");
    Ended theirs = other.run("plan", "app");
    assertTrue(theirs.out().startsWith("script theirs"), theirs::toString);
    Ended ours = checkout.run("plan", "app");
    assertTrue(ours.out().startsWith("script first"), ours::toString);
  }

  @Test
  void twoAtOnceBuildOnceAndBothRunWithOneArchiveOfClasses() throws Exception {
    Path both = Files.createDirectory(caches.resolve("both"));
    Launcher own = new Launcher(both, "checkout");
    own.write(
        "lib/alchemy/cli/Rehearsal.java",
        "package alchemy.cli;\n",
        "class Rehearsal { public static void main(String... args) { alchemy.App.run(\"\"); } }");
    own.script("second");
    CompletableFuture<Ended> beside =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return own.run("plan", "second");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Ended here = own.run("plan", "app");
    assertTrue(here.out().startsWith("script first"), here::toString);
    assertTrue(beside.get().out().startsWith("script first"), () -> beside.join().toString());
    assertEquals(Set.of("classes", "launch"), names(own.cache));
    assertEquals(1, names(own.cache.resolve("classes")).size());
    own.env.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    for (String script : List.of("app", "second")) {
      String log = own.run("plan", script).out();
      assertTrue(log.contains("alchemy.App source: shared objects file (top)"), log);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void whatAScriptBringsGoesBeforeItsLibrariesAndAnArchiveOfItsOwnGoes() throws Exception {
    checkout.write("brings/note.txt", "mine");
    Path script =
        checkout.write(
            "brings/alchemy.run.java",
            "//JAVA 17+\n//FILES note.txt\n",
            Library.DEPS,
            "class Infra {\n  public static void main(String... args) throws Exception {\n",
            "    String first = System.getProperty(\"java.class.path\").split(\":\")[0];\n",
            "    try (var jar = new java.util.jar.JarFile(first)) {\n",
            "      System.out.println(jar.getEntry(\"note.txt\"));\n    }\n  }\n}\n");
    Path launch = Path.of(checkout.cache + "/launch" + script.toRealPath());
    Path old = Files.createDirectories(launch).resolve("classes.jsa");
    Files.createFile(old);
    Ended ended = checkout.run("plan", "brings");
    assertEquals("note.txt\n", ended.out(), ended::toString);
    assertFalse(Files.exists(old));
  }

  @Test
  void withoutAJdkOneLineSaysSo() throws Exception {
    Launcher own = new Launcher(caches, "nojava");
    own.env.put("JAVA_HOME", caches.toString());
    Ended ended = own.run("plan", "app");
    assertEquals(1, ended.code());
    assertEquals(
        "alchemy: a JDK, version 17 or later, is needed: set JAVA_HOME or put its java on the"
            + " PATH\n",
        ended.err());
  }

  @Test
  void aJBangThatIsNotTheExpectedOneIsThrownAway() throws Exception {
    Path empty = Files.createDirectory(caches.resolve("empty"));
    Launcher own = new Launcher(empty, "checkout");
    own.env.remove("ALCHEMY_JBANG_JAR");
    // A Maven that fetches something else, first on the PATH; and no jbang there.
    Path bin = Files.createDirectory(empty.resolve("bin"));
    Path mvn = bin.resolve("mvn");
    Files.writeString(
        mvn,
        """
        #!/bin/sh
        for arg; do
          case $arg in -DoutputDirectory=*) folder=${arg#*=} ;; esac
        done
        echo surprise >"$folder/jbang-cli-0.132.1-all.jar"
        """);
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    own.env.put("JAVA_HOME", System.getProperty("java.home"));
    own.env.put("PATH", bin + ":/usr/bin:/bin");
    assumeTrue(!Files.exists(Path.of("/usr/bin/jbang")), "a jbang in /usr/bin would be used");
    Ended ended = own.run("plan", "app");
    assertEquals(1, ended.code(), ended::toString);
    assertTrue(
        ended.err().startsWith("alchemy: the fetched JBang is not the one expected: SHA-256 "),
        ended::err);
    assertFalse(Files.exists(own.cache.resolve("jbang")));
  }
}
