package alchemy.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.cli.Library;
import alchemy.clients.Installed;
import alchemy.e2e.Shell;
import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A release as {@code package} lays it out, and somebody who uses it with only JBang. */
@Tag("full")
@Tag("processes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageTest {
  private static final String GROUP = "io/github/alchemy-java/";

  @TempDir static Path folder;
  private final List<Path> links = new ArrayList<>();
  private Path release;
  private String time;
  private Served served;
  private Person person;

  @BeforeAll
  void aReleaseIsPackagedAndServed() throws Exception {
    assumeTrue(Runtime.version().feature() == 17, "a release is built by JDK 17");
    release = folder.resolve("release");
    try (Checkout checkout = new Checkout(Shell.HOME, folder.resolve("caches"))) {
      Ran ran = checkout.packages(checkout.shell(), release).expect(0);
      time = ran.out().replaceAll("(?s)^[^ ]+ of ([^ ]+) in .*", "$1");
    }
    served = new Served(release, Path.of(System.getenv("JBANG_REPO")));
    person = new Person(folder.resolve("home"), served.url() + "maven");
  }

  @AfterAll
  void nothingIsLeft() throws IOException {
    if (served != null) {
      served.close();
    }
    for (Path each : links) {
      Files.delete(each);
    }
  }

  @Test
  void inAnotherFolderAndZoneWithoutACommitTheSameBytesAreBuilt() throws Exception {
    Path other = folder.resolve("other");
    try (Checkout checkout = Checkout.copied(folder.resolve("copy"), folder.resolve("copied"))) {
      Shell shell = checkout.shell().with("TZ", "Pacific/Auckland").with("LC_ALL", "C");

      Ran unknown = checkout.packages(shell.with("GIT_CEILING_DIRECTORIES", "" + folder), other);
      assertEquals(1, unknown.code(), unknown::toString);
      assertTrue(unknown.err().contains("SOURCE_DATE_EPOCH"), unknown::toString);
      // As one that another JDK made.
      Path built = folder.resolve("copied/repository/" + GROUP);
      for (String each : List.of("alchemy", "alchemy-local")) {
        String jar = each + "/" + Library.VERSION + "/" + each + "-" + Library.VERSION + ".jar";
        Files.writeString(built.resolve(jar), "not of this JDK");
      }
      long seconds = Instant.parse(time).getEpochSecond();
      checkout.packages(shell.with("SOURCE_DATE_EPOCH", "" + seconds), other).expect(0);

      Map<String, String> first = digests(release);
      Map<String, String> second = digests(other);
      assertEquals(first.keySet(), second.keySet());
      assertEquals(
          List.of(),
          first.keySet().stream()
              .filter(each -> !first.get(each).equals(second.get(each)))
              .toList());
      Ran again = checkout.packages(shell, other);
      assertEquals(1, again.code(), "a folder that is there is left alone");
    }
  }

  @Test
  void eachArtefactIsAsMavenCentralWantsIt() throws Exception {
    for (String name : List.of("alchemy", "alchemy-local")) {
      Path start = artefact(name, "");
      for (String end :
          List.of(".jar", "-sources.jar", "-javadoc.jar", ".pom", "-cyclonedx.json")) {
        Path file = artefact(name, end);
        for (String sum : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
          String beside = file + "." + sum.replace("-", "").toLowerCase(Locale.ROOT);
          assertEquals(digest(sum, file), Files.readString(Path.of(beside)), beside);
        }
      }
      String pom = Files.readString(artefact(name, ".pom"));
      for (String each : List.of("name", "description", "url", "licenses", "developers", "scm")) {
        assertTrue(pom.contains("<" + each + ">"), each + " in the POM at " + start);
      }
      List<String> classes = entries(artefact(name, ".jar"));
      List<String> sources = entries(artefact(name, "-sources.jar"));
      assertEquals("META-INF/MANIFEST.MF", classes.get(0));
      assertTrue(classes.contains("META-INF/LICENSE"), "with its licence");
      try (JarFile docs = new JarFile(artefact(name, "-javadoc.jar").toFile())) {
        String first = name.equals("alchemy") ? "index.html" : "alchemy/local/package-summary.html";
        String page = new String(docs.getInputStream(docs.getEntry(first)).readAllBytes(), UTF_8);
        assertTrue(page.contains("(" + name + " " + Library.VERSION + ")</title>"), page);
        String notice =
            new String(docs.getInputStream(docs.getEntry("META-INF/NOTICE")).readAllBytes(), UTF_8);
        assertTrue(notice.contains("jQuery"), notice);
        assertTrue(docs.getEntry("legal/jquery.md") != null, "as the notice says");
      }
      for (String each : sources) {
        if (each.endsWith(".java") && !each.endsWith("/package-info.java")) {
          assertTrue(classes.contains(each.replaceAll("java$", "class")), each);
        }
      }
      String type = name.equals("alchemy") ? "alchemy/Alchemy" : "alchemy/local/Main";
      assertTrue(sources.contains(type + ".java"), type);
    }
    assertTrue(entries(artefact("alchemy", "-javadoc.jar")).contains("alchemy/Alchemy.html"));
  }

  @Test
  void theBillOfMaterialsIsValidAndNamesEachJarOfAClassPath() throws Exception {
    Path validator = folder.resolve("sbom");
    Shell.copy(Shell.HOME.resolve("tests/sbom"), validator);
    links.add(Installed.into(validator));
    List<String> command = new ArrayList<>(List.of("node", "validate.mjs"));
    command.add(artefact("alchemy", "-cyclonedx.json").toString());
    command.add(artefact("alchemy-local", "-cyclonedx.json").toString());
    new Shell(validator).program("", command).expect(0);

    String gav = Library.DEPS.replace("//DEPS ", "").strip();
    String jars = person.types(folder, "jbang", "info", "classpath", gav).expect(0).out().strip();
    Map<String, String> onClassPath = new TreeMap<>();
    for (String each : jars.split(File.pathSeparator)) {
      onClassPath.put(Path.of(each).getFileName().toString(), digest("SHA-256", Path.of(each)));
    }
    Map<String, String> named = new TreeMap<>();
    Map<?, ?> bill =
        (Map<?, ?>) Json.read(Files.readString(artefact("alchemy", "-cyclonedx.json")));
    List<Object> all = new ArrayList<>((List<?>) bill.get("components"));
    all.add(((Map<?, ?>) bill.get("metadata")).get("component"));
    for (Object each : all) {
      Map<?, ?> component = (Map<?, ?>) each;
      Map<?, ?> first = (Map<?, ?>) ((List<?>) component.get("hashes")).get(0);
      named.put(
          component.get("name") + "-" + component.get("version") + ".jar",
          (String) first.get("content"));
    }
    assertEquals(onClassPath, named);
  }

  @Test
  void theCoordinatesAloneAreACommandLine() throws Exception {
    String gav = Library.DEPS.replace("//DEPS ", "").strip();
    Ran ran = person.types(folder, "jbang", "--quiet", gav, "--version").expect(0);
    assertTrue(ran.out().startsWith("alchemy " + Library.VERSION), ran::toString);
  }

  @Test
  void whatIsInstalledAsACommandServesAProjectThatItMade() throws Exception {
    person.types(folder, "jbang", "app", "install", "alchemy@" + served.url()).expect(0);
    person.types(folder, "alchemy", "create", "--template", "hyperdrive-worker", "pool").expect(0);
    Path app = folder.resolve("pool");

    Ran fetched = person.types(app, "alchemy", "dev", "--fetch", "/").expect(0);
    assertEquals(true, ((Map<?, ?>) Json.read(fetched.out())).get("success"));
    Ran outputs = person.types(app, "alchemy", "outputs", "--stage", "local").expect(0);
    assertTrue(outputs.out().contains("url: http://127.0.0.1:"), outputs::toString);
    person.types(app, "alchemy", "destroy", "--yes", "--stage", "local").expect(0);
  }

  @Test
  void eachTemplateOfTheCatalogIsLaidOutOverHttpAndDeploys() throws Exception {
    Path catalog = Shell.HOME.resolve("jbang-catalog.json");
    Map<?, ?> tree = (Map<?, ?>) Json.read(Files.readString(catalog));
    Path engine = Installed.schemaEngine(folder.resolve("engine"));
    links.add(engine.resolveSibling("node_modules"));
    for (Object template : ((Map<?, ?>) tree.get("templates")).keySet()) {
      Path app = Files.createDirectories(folder.resolve("init-" + template));
      String from = "--template=" + template + "@" + served.url();
      person.types(app, "jbang", "init", from, "alchemy.run.java").expect(0);
      if (Files.exists(app.resolve("package.json"))) {
        links.add(Installed.into(app));
      }
      Shell shell =
          person
              .in(app)
              .with("PRISMA_SCHEMA_ENGINE_BINARY", engine.toString())
              .with("CHECKPOINT_DISABLE", "1");
      if (Files.exists(app.resolve("prisma.config.ts"))) {
        shell.program("", List.of("npm", "run", "postinstall")).expect(0);
      }
      List<String> command = List.of("jbang", "alchemy.run.java", "deploy", "--stage", "local");
      shell.program("", command).expect(0);
      List<String> plan =
          List.of("jbang", "alchemy.run.java", "plan", "--check", "--stage", "local");
      shell.program("", plan).expect(0);
    }
  }

  private Path artefact(String name, String end) {
    String version = Library.VERSION;
    return release.resolve(GROUP + name + "/" + version + "/" + name + "-" + version + end);
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(each -> each.getName()).toList();
    }
  }

  private static Map<String, String> digests(Path folder) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(each).toString(), digest("SHA-256", each));
      }
    }
    return digests;
  }

  private static String digest(String algorithm, Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
