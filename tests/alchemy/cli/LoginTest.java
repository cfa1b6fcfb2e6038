package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.http.RecordedServer;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in and out, and what a run makes of it. */
class LoginTest {
  private static final String PRISMA = "token-of-the-workspace";
  private static final String CLOUDFLARE = "token-of-the-account";
  private static final String WORKSPACE =
      "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"}],\"pagination\":{\"hasMore\":false}}";
  private static final String ACCOUNTS =
      "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":["
          + "{\"id\":\"a1\",\"name\":\"Acme\"},{\"id\":\"b2\",\"name\":\"Bear & Co\"}]}";
  private static final String REFUSED =
      "{\"success\":false,\"errors\":[{\"code\":9109,\"message\":\"Invalid access token\"}],"
          + "\"messages\":[],\"result\":null}";

  @TempDir Path folder;
  private RecordedServer server;
  private Transcript transcript;

  @BeforeEach
  void aServiceAndNoProfile() throws IOException {
    server = new RecordedServer();
    transcript = at(server.base());
  }

  @AfterEach
  void theServiceEnds() {
    server.close();
  }

  private Transcript at(String base) {
    return new Transcript(folder)
        .variable("ALCHEMY_CONFIG", folder.resolve("config").toString())
        .variable("PRISMA_API_BASE_URL", base)
        .variable("CLOUDFLARE_API_BASE_URL", base);
  }

  @Test
  void whatIsGivenIsCheckedKeptAndForgotten() throws IOException {
    transcript.about("nothing to read");
    run(2, "", "login", "prisma");
    run(2, "", "configure");
    run(2, "", "login", "hetzner");
    transcript.about("refused");
    server.says(401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no such token\"}}");
    run(1, PRISMA, "login", "prisma");
    server.says(403, REFUSED);
    run(1, CLOUDFLARE, "login", "cloudflare", "--json");
    run(2, "two words", "login", "prisma");
    transcript.about("several accounts");
    server.says(200, WORKSPACE).says(200, ACCOUNTS);
    String both = "PRISMA_SERVICE_TOKEN=" + PRISMA + "\nCLOUDFLARE_API_TOKEN=" + CLOUDFLARE + "\n";
    run(2, both, "configure");
    assertFalse(Files.exists(folder.resolve("config")));
    transcript.about("kept");
    server.says(200, WORKSPACE).says(200, ACCOUNTS);
    run(0, both + "ALCHEMY_PASSWORD='correct horse'\nOTHER=1\n", "configure", "--account", "b2");
    assertEquals(List.of("Bearer " + CLOUDFLARE), server.last().headers().get("Authorization"));
    server.says(200, WORKSPACE);
    run(0, PRISMA + "\n", "login", "prisma", "--profile", "work", "--json");
    transcript.about("an account that the token does not list");
    server.says(403, REFUSED).says(200, REFUSED.replace("false", "true").replace("null", "[]"));
    run(0, CLOUDFLARE, "login", "cloudflare", "--account", "c3", "--profile", "work");
    assertEquals("GET /accounts/c3/workers/scripts", server.last().line());
    server.says(403, REFUSED).says(403, REFUSED);
    run(1, CLOUDFLARE, "login", "cloudflare", "--account", "d4", "--profile", "work");
    transcript.about("forgotten");
    run(0, "", "logout", "cloudflare", "--profile", "work");
    run(0, "", "logout", "cloudflare", "--profile", "work", "--json");
    run(0, "", "logout", "--profile", "work");
    run(0, "", "logout");
    run(2, "", "logout", "--profile", "Work");

    transcript.matches("login");
    assertEquals(List.of("lock"), names(folder.resolve("config/profiles")));
  }

  @Test
  void onATerminalTheAccountIsPicked() throws IOException {
    Invocation invocation =
        transcript
            .onTerminal("2\n", 0, 1, 2)
            .invocation(new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream());
    server.says(200, ACCOUNTS);
    Login login = new Login(invocation, new ProfileFlags(), null);
    assertEquals(
        "account Bear & Co (b2)",
        login.take(Service.CLOUDFLARE, alchemy.Secret.of(CLOUDFLARE), null));
    login.store();
    Environment env = environment(Map.of());
    assertEquals(Optional.of("b2"), env.before(profile(env)).find("CLOUDFLARE_ACCOUNT_ID"));
  }

  /** Semantics: process, then --env-file, then .env, then profile. */
  @ParameterizedTest(name = "process {0}, --env-file {1}, .env {2}: {3}")
  @CsvSource({
    "process-token, file-token, dot-env-token, process-token",
    ", file-token, dot-env-token, file-token",
    ", , dot-env-token, dot-env-token",
    ", , , token-of-the-workspace"
  })
  void theProfileGoesLast(String process, String given, String beside, String expected)
      throws IOException {
    signIn();
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path file = Files.writeString(folder.resolve("given.env"), line(given));
    Files.writeString(folder.resolve(".env"), line(beside));
    server.says(200, WORKSPACE).says(201, "{\"data\":{\"id\":\"proj_1\",\"name\":\"p\"}}");
    transcript.script("shop", app -> Project.of("project"));
    if (process != null) {
      transcript.variable("PRISMA_SERVICE_TOKEN", process);
    }

    run(0, "", "deploy", "--stage", "test", "--env-file", file.toString());

    assertEquals(List.of("Bearer " + expected), server.last().headers().get("Authorization"));
  }

  @Test
  void theStageLocalAndTestsOfAScriptGetNothingFromIt() throws IOException {
    signIn();
    Files.createFile(folder.resolve("alchemy.run.java"));
    transcript.script("shop", app -> Project.of("project"));

    run(1, "", "deploy", "--stage", "local");

    assertTrue(transcript.text().contains("PRISMA_SERVICE_TOKEN is not set"), transcript.text());
    assertEquals(2, server.heard().size(), "the two of signing in");
  }

  @Test
  void aTokenIsToldOnlyToTheServiceThatItIsFor() throws IOException {
    signIn();
    Environment here = environment(Map.of());
    Environment public_ = environment(Map.of("PRISMA_API_BASE_URL", "https://api.prisma.io"));

    assertEquals(Optional.of(PRISMA), here.before(profile(here)).find("PRISMA_SERVICE_TOKEN"));
    assertEquals(Optional.empty(), public_.before(profile(public_)).find("PRISMA_SERVICE_TOKEN"));
    assertEquals(
        Optional.of(CLOUDFLARE), public_.before(profile(public_)).find("CLOUDFLARE_API_TOKEN"));
  }

  @Test
  void theAccountGoesWithItsTokenOnly() throws IOException {
    signIn();
    Environment other = environment(Map.of("CLOUDFLARE_API_TOKEN", "token-of-somebody-else"));
    assertEquals(Optional.empty(), other.before(profile(other)).find("CLOUDFLARE_ACCOUNT_ID"));
    assertEquals(Optional.empty(), other.before(profile(other)).find("HOME"));
  }

  @Test
  void aProfileIsChosenByOptionThenVariableAndHasToBeThere() throws IOException {
    signIn();
    Files.createFile(folder.resolve("alchemy.run.java"));
    transcript = at(server.base()).script("shop", app -> {}).variable("ALCHEMY_STAGE", "test");
    run(0, "", "plan", "--profile", "default");
    run(2, "", "plan", "--profile", "work");
    transcript.variable("ALCHEMY_PROFILE", "work");
    run(2, "", "plan");
    run(0, "", "plan", "--profile", "default");
    run(0, "", "plan", "--stage", "local");
    run(2, "", "plan", "--profile", "..");
    transcript.variable("ALCHEMY_PROFILE", "");
    Files.writeString(folder.resolve(".env"), "ALCHEMY_PROFILE=home\n");
    run(2, "", "plan");
    transcript.matches("profile");
  }

  private void signIn() throws IOException {
    server.says(200, WORKSPACE).says(200, ACCOUNTS);
    run(
        0,
        "PRISMA_SERVICE_TOKEN=" + PRISMA + "\nCLOUDFLARE_API_TOKEN=" + CLOUDFLARE + "\n",
        "configure",
        "--account",
        "a1");
  }

  private Environment environment(Map<String, String> more) {
    Map<String, String> variables =
        new java.util.HashMap<>(
            Map.of("PRISMA_API_BASE_URL", server.base(), "CLOUDFLARE_API_BASE_URL", server.base()));
    variables.putAll(more);
    return Environment.of(variables, null, folder);
  }

  private SignedIn profile(Environment env) {
    return SignedIn.of(Map.of("ALCHEMY_CONFIG", folder.resolve("config").toString()), null, env);
  }

  private static String line(String token) {
    return token == null ? "" : "PRISMA_SERVICE_TOKEN=" + token + "\n";
  }

  private void run(int expected, String input, String... words) {
    int code = transcript.onTerminal(input).run(words);
    assertEquals(expected, code, transcript::text);
    for (String each : Set.of(PRISMA, CLOUDFLARE, "correct horse")) {
      assertFalse(transcript.text().contains(each), transcript::text);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
