package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.http.RecordedServer;
import alchemy.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final String WORKSPACE = "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"}]}";
  private static final String REFUSED =
      "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no such token\"}}";

  @TempDir Path folder;
  private RecordedServer server;
  private Transcript transcript;
  private final List<String> printed = new ArrayList<>();

  @BeforeEach
  void aServiceAndAScript() throws IOException {
    server = new RecordedServer();
    Files.writeString(folder.resolve("alchemy.run.java"), Library.DEPS);
    transcript =
        new Transcript(folder)
            .variable("ALCHEMY_CONFIG", folder.resolve("config").toString())
            .variable("PRISMA_API_BASE_URL", server.base())
            .variable("CLOUDFLARE_API_BASE_URL", server.base())
            .variable("ALCHEMY_STAGE", "test");
  }

  @AfterEach
  void theServiceEnds() {
    server.close();
  }

  @Test
  void eachCredentialIsShownWithItsOriginAndNeverItsValue() throws IOException {
    signIn();
    Files.writeString(
        folder.resolve(".env"), "ALCHEMY_PASSWORD=correct horse\nCLOUDFLARE_ACCOUNT_ID=a1\n");
    server.says(200, WORKSPACE);

    doctor(0, "--stage", "prod");

    assertEquals("ok: profile default: workspace acme (wksp_1)", said("PRISMA_SERVICE_TOKEN"));
    assertEquals("missing: not set -> alchemy login cloudflare", said("CLOUDFLARE_API_TOKEN"));
    assertEquals("ok: .env: a1", said("CLOUDFLARE_ACCOUNT_ID"));
    assertEquals("ok: .env: set", said("ALCHEMY_PASSWORD"));
    assertEquals("ok: prod (--stage)", said("stage"));
    assertEquals("ok: " + Library.VERSION + ", as the script asks for", said("library"));
    assertEquals("ok: sealed; its key is in an owner-only file", said("profile default"));
  }

  @Test
  void offlineNobodyIsAskedAndWhatWasKnownIsShown() throws IOException {
    signIn();
    doctor(0, "--offline");
    assertEquals("ok: profile default: workspace acme (wksp_1)", said("PRISMA_SERVICE_TOKEN"));
    assertEquals("ok: test (ALCHEMY_STAGE, the environment)", said("stage"));
    transcript.variable("PRISMA_SERVICE_TOKEN", "token-of-this-shell");
    doctor(0, "--offline");
    assertEquals("ok: the environment: set", said("PRISMA_SERVICE_TOKEN"));
    transcript
        .variable("PRISMA_SERVICE_TOKEN", "")
        .variable("PRISMA_API_BASE_URL", "https://api.prisma.io");
    doctor(0, "--offline");
    assertEquals(
        "missing: not set; that of profile default is for local -> alchemy login prisma",
        said("PRISMA_SERVICE_TOKEN"));
    assertEquals(1, server.heard().size(), "that of signing in");
  }

  @Test
  void theStageLocalNeedsNone() throws IOException {
    signIn();
    doctor(0, "--stage", "local");
    assertEquals("ok: the local cloud has its own, as in alchemy dev", said("none needed"));
    assertEquals(1, server.heard().size(), "that of signing in");
  }

  @Test
  void whatIsBrokenEndsWithOne() throws IOException {
    signIn();
    server.says(401, REFUSED);
    doctor(1);
    assertTrue(said("PRISMA_SERVICE_TOKEN").startsWith("broken: Prisma refused"), this::all);

    Path key = folder.resolve("config/profiles/default.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    doctor(1);
    assertTrue(said("profile default").startsWith("broken: A profile can be opened"), this::all);
    transcript.variable("ALCHEMY_PASSWORD", "correct horse").variable("PRISMA_SERVICE_TOKEN", "x");
    doctor(1, "--offline");
    assertEquals("ok: the environment: set", said("PRISMA_SERVICE_TOKEN"));
    assertEquals("ok: the environment: set", said("ALCHEMY_PASSWORD"));
    transcript.variable("ALCHEMY_PASSWORD", "").variable("PRISMA_SERVICE_TOKEN", "");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    Path profile = folder.resolve("config/profiles/default.json");
    String whole = Files.readString(profile);
    Files.writeString(profile, "{");
    transcript.variable("PRISMA_SERVICE_TOKEN", "x");
    doctor(1, "--offline");
    assertEquals("ok: the environment: set", said("PRISMA_SERVICE_TOKEN"));
    assertTrue(said("ALCHEMY_PASSWORD").startsWith("broken: "), this::all);
    transcript.variable("PRISMA_SERVICE_TOKEN", "");
    Files.writeString(profile, whole);

    Files.writeString(
        folder.resolve("alchemy.run.java"),
        Library.DEPS.replace(Library.VERSION, "0.0.9").replace("//DEPS", "//DEPS a:b:1"));
    doctor(1, "--offline");
    assertEquals(
        "broken: "
            + Library.VERSION
            + ", but the script asks for 0.0.9"
            + " -> write "
            + Library.DEPS.strip(),
        said("library"));

    Files.writeString(folder.resolve(".env"), "nonsense hunter2hunter2\n");
    doctor(1, "--offline");
    assertTrue(said("environment").startsWith("broken: An environment file has"), this::all);
    assertFalse(all().contains("hunter2"), this::all);
  }

  @Test
  @Tag("full") // it is tried again for three seconds
  void aServiceThatDoesNotAnswerIsNotBroken() throws IOException {
    signIn();
    server.close();
    doctor(0);
    assertEquals(
        "missing: profile default: Prisma does not answer now -> try again later",
        said("PRISMA_SERVICE_TOKEN"));
  }

  @Test
  void onABuildServerTheStageHasToBeNamed() throws IOException {
    transcript.variable("ALCHEMY_STAGE", "").variable("CI", "true");
    doctor(1, "--offline");
    assertTrue(said("stage").startsWith("broken: Which stage?"), this::all);
  }

  @Test
  void noLineIsWiderThanATerminalAndThePathsAreWhole() throws IOException {
    signIn();
    doctor(0, "--offline");
    for (String line : printed) {
      assertTrue(line.length() <= 80 || line.contains(folder.toString()), line);
    }
    assertTrue(said("configuration").contains(folder.resolve("config").toString()), this::all);
  }

  @Test
  void aFolderForTheStateIsOneOfThePlaces() throws IOException {
    transcript.variable("ALCHEMY_STATE", "file:elsewhere");
    doctor(0, "--offline");
    assertEquals("ok: " + folder.resolve("elsewhere") + " (none yet)", said("state"));
  }

  @Test
  void theScriptThatIsNamedIsLookedAt() throws IOException {
    Path other = folder.resolve("other.java");
    Files.writeString(other, Library.DEPS.replace(Library.VERSION, "0.0.9"));
    doctor(1, "--offline", "-f", "other.java");
    assertTrue(
        said("library")
            .startsWith("broken: " + Library.VERSION + ", but the script asks for 0.0.9"));
    Files.writeString(other, "//SOURCES all.java\n");
    doctor(0, "--offline", "-f", "other.java");
    assertEquals("ok: " + Library.VERSION, said("library"));
  }

  private void signIn() {
    server.says(200, WORKSPACE);
    int code = transcript.onTerminal("token-of-the-workspace").run("login", "prisma");
    assertEquals(0, code, transcript::text);
  }

  /** Runs it for people, then for programs, which has to say the same. */
  private void doctor(int expected, String... more) throws IOException {
    printed.clear();
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(more));
    printed.addAll(run(expected, words).lines().toList());
    int quiet = run(expected, with(words, "--quiet", "--offline")).lines().toList().size();
    assertTrue(quiet < printed.size(), "what is well is left out");
    for (String line : run(null, with(words, "--json", "--offline")).lines().toList()) {
      Map<?, ?> event = (Map<?, ?>) Json.read(line);
      assertEquals("finding", event.get("event"));
      said((String) event.get("name"));
    }
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    for (String each : more) {
      if (!all.contains(each)) {
        all.add(each);
      }
    }
    return all;
  }

  private String run(Integer expected, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new Dispatch(transcript.invocation(out, err, words.toArray(String[]::new))).run();
    String text = out.toString(StandardCharsets.UTF_8);
    if (expected != null && !words.contains("--quiet")) {
      assertEquals(expected.intValue(), code, text + err);
    }
    assertFalse((text + err).contains("token-of-"), text);
    return text;
  }

  /** What was said of something: status, text and advice. */
  private String said(String name) {
    StringBuilder said = new StringBuilder();
    for (String line : printed) {
      if (line.matches(" {33}\\S.*") && !said.isEmpty()) {
        said.append(' ').append(line.strip());
      } else if (!said.isEmpty()) {
        break;
      } else if (line.matches("  (ok|missing|broken) +" + name + " .*")) {
        String status = line.strip().split(" ")[0];
        said.append(status).append(": ").append(line.substring(11 + name.length()).strip());
      }
    }
    assertFalse(said.isEmpty(), () -> name + " is not in\n" + all());
    return said.toString();
  }

  private String all() {
    return String.join("\n", printed);
  }
}
