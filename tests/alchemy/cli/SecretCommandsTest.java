package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Alchemy;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.http.Endpoint;
import alchemy.prisma.Project;
import alchemy.secrets.Canary;
import alchemy.secrets.Safe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command, with a secret in every place where one can stand: none is seen in anything that is
 * printed, nor in any file but the {@code .env} that it was written into.
 */
class SecretCommandsTest extends SecretCase {
  @ParameterizedTest
  @MethodSource("forms")
  void aRunFromPlanToDestroy(int chosen) throws IOException {
    form = chosen;
    inDotEnv();
    transcript.script("safes", this::safes);
    run(0, "plan");
    run(0, "plan", "--json", "--debug");
    run(0, "deploy", "--debug");
    run(0, "deploy", "--json");
    run(0, "outputs");
    run(0, "outputs", "--json");
    run(0, "state", "list", "--json");
    run(0, "state", "show", "safe");
    run(0, "state", "show", "safe", "--json");
    run(0, "drift", "--debug");
    run(0, "drift", "--json");
    run(0, "deploy", "--refresh", "--adopt", "--json");
    run(0, "state", "mv", "safe", "moved", "--json");
    run(0, "state", "mv", "moved", "safe");
    run(1, "import", "safe", "safe-other", "--debug");
    values.replace("label", value("another label"));
    values.replace("lock", value("another lock"));
    run(0, "plan");
    fails = "update refused";
    run(1, "deploy", "--debug");
    fails = "update breaks";
    run(1, "deploy", "--json", "--debug");
    run(0, "plan", "--json");
    run(0, "state", "show", "safe", "--json");
    fails = "delete breaks";
    run(0, "deploy");
    run(1, "destroy", "--yes", "--debug");
    assertEquals(11, canaries.size());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aServiceThatRepeatsWhatItHeard(int chosen) {
    form = chosen;
    transcript.variable("PRISMA_SERVICE_TOKEN", value("PRISMA_SERVICE_TOKEN"));
    transcript.variable("CLOUDFLARE_API_TOKEN", value("CLOUDFLARE_API_TOKEN"));
    String origin = "postgres://user:" + Endpoint.encode(value("password")) + "@db.example.com/app";
    String token = value("serviceToken");
    transcript.script(
        "refused",
        app -> {
          Project.of("project");
          Project.of("other", p -> p.serviceToken(Secret.of(token)));
          Hyperdrive.of("hyperdrive", h -> h.origin(origin));
          Hyperdrive.of("own", h -> h.origin(origin).apiToken(Secret.of(token)));
        });
    for (int each : List.of(400, 401, 403, 302, 200)) {
      status = each;
      run(1, "deploy", "--debug");
    }
    status = 400;
    run(1, "deploy", "--json", "--debug");
    reads = true;
    for (int each : List.of(400, 403, 409, 500, 200)) {
      status = each;
      run(1, "deploy", "--debug");
    }
    // A token of bytes that no header can have never gets there.
    boolean sent = List.of(0, 1, 2, 3, 4, 5, 6, 10).contains(form);
    assertEquals(
        sent, heard.stream().anyMatch(each -> each.startsWith("POST /acc")), heard::toString);
  }

  @Test
  void aServiceThatDoesNotAnswer() {
    service.stop(0);
    transcript.variable("PRISMA_SERVICE_TOKEN", value("PRISMA_SERVICE_TOKEN"));
    transcript.script("gone", app -> Project.of("project"));
    run(1, "deploy", "--debug");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aScriptThatTellsItsSecrets(int chosen) {
    form = chosen;
    String secret = value("secret");
    transcript.variable("ALCHEMY_STAGE", "prod").variable("ALCHEMY_PASSWORD", value("password"));
    transcript.variable("PRISMA_SERVICE_TOKEN", value("token"));
    transcript.script(
        "talks",
        app -> {
          Secret known = Secret.of(secret);
          var broken = new IllegalStateException("x", new IOException(known.unencrypted()));
          broken.addSuppressed(new IOException("y " + known.unencrypted()));
          throw broken;
        });
    run(1, "deploy", "--debug");
    run(1, "plan", "--json", "--debug");
    transcript.script(
        "talks",
        app -> {
          throw new IllegalArgumentException(Alchemy.envText("ALCHEMY_PASSWORD", ""));
        });
    run(1, "plan", "--debug");
    transcript.script(
        "talks",
        app -> {
          throw new IllegalArgumentException(Alchemy.envText("PRISMA_SERVICE_TOKEN", ""));
        });
    run(1, "plan", "--debug");
    transcript.script(
        "talks",
        app -> {
          Secret known = Secret.of(secret);
          app.output(
              "late",
              () -> {
                throw new IllegalStateException("late " + known.unencrypted());
              });
          Resource.of(
              "safe",
              new Safe(),
              () -> {
                throw new IllegalStateException("lazy " + known.unencrypted());
              });
        });
    run(1, "deploy", "--debug");
    transcript.script(
        "talks",
        app -> {
          Secret known = Secret.of(secret);
          Resource.of(
              "safe",
              new Safe(),
              () ->
                  new Safe.Props(
                      known,
                      "concatenated " + known,
                      List.of(),
                      Map.of("a " + known.unencrypted(), "name"),
                      null,
                      null,
                      null,
                      null));
        });
    run(1, "deploy", "--debug");
    run(1, "plan", "--json");
  }

  @Test
  void connectionStringsThatAreNone() {
    for (form = 0; form < Canary.AROUND.size(); form++) {
      for (String each : List.of("%s", "postgres://u:%s@h:x/d", "mysql://%s@h", "prisma://%s")) {
        String secret = each.replace("%s", value("origin"));
        transcript.script("origins", app -> Hyperdrive.of("hyperdrive", h -> h.origin(secret)));
        transcript.variable("CLOUDFLARE_API_TOKEN", value("CLOUDFLARE_API_TOKEN"));
        run("plan", "--debug");
      }
    }
  }

  @Test
  void passwordsThatAreWrongAndStatesThatAreDamaged() throws IOException {
    form = 1;
    transcript.variable("ALCHEMY_STAGE", "prod").variable("ALCHEMY_PASSWORD", value("password"));
    transcript.variable("FROM_PROCESS", value("FROM_PROCESS"));
    transcript.script("safes", this::safes);
    run(0, "deploy");
    transcript.variable("ALCHEMY_PASSWORD", value("wrong"));
    run(1, "deploy", "--debug");
    run(1, "destroy", "--yes", "--debug");
    transcript.variable("ALCHEMY_PASSWORD", "");
    run(1, "deploy", "--debug");
    Path state = folder.resolve(".alchemy/safes/prod/state.json");
    String text = Files.readString(state);
    for (String broken :
        List.of(
            text.substring(0, text.length() / 2),
            text.replaceFirst("\"serial\"", "\"" + value("in the file") + "\""),
            text.replace("CREATED", "BROKEN").replace("created", "broken"))) {
      Files.writeString(state, broken);
      Canary inside = canaries.get(canaries.size() - 1);
      if (broken.contains(inside.core())) {
        canaries.remove(inside); // it stands in the file since the test wrote it there
        run(1, "deploy", "--debug");
        assertEquals(List.of(), inside.in("the output", bytes()));
      } else {
        run(1, "deploy", "--debug");
      }
    }
  }

  @Test
  void aMissingOrWrongPasswordIsFoundBeforeAnythingRuns() {
    String password = value("password");
    transcript.variable("ALCHEMY_STAGE", "prod").variable("ALCHEMY_PASSWORD", password);
    String lock = value("lock");
    transcript.script("two", app -> two(lock, null, "plain", "sealed"));
    run(0, "deploy");
    Set<String> before = Set.of("safe-plain", "safe-sealed");
    assertTrue(Safe.all().containsAll(before));
    for (String each : List.of("", value("wrong"))) {
      transcript.variable("ALCHEMY_PASSWORD", each);
      if (!each.isEmpty()) { // deleting may need no secret; but a given password is verified
        run(1, "destroy", "--yes");
        transcript.script("two", app -> two(lock, null, "plain"));
        run(1, "deploy", "--yes");
      }
      transcript.script("two", app -> two(lock, "changed", "plain", "sealed", "more"));
      run(1, "deploy", "--yes");
      assertTrue(Safe.all().containsAll(before), () -> Safe.all() + transcript.text());
      assertFalse(Safe.all().contains("safe-more"), transcript::text);
    }
    transcript.variable("ALCHEMY_PASSWORD", password);
    run(0, "destroy", "--yes");
    assertFalse(Safe.all().contains("safe-plain"));
  }

  private static void two(String lock, String label, String... ids) {
    for (String each : ids) {
      Secret secret = each.equals("sealed") ? Secret.of(lock) : null;
      Resource.of(
          each,
          new Safe(),
          () -> new Safe.Props(secret, label, null, null, null, null, null, true));
    }
  }

  @Test
  void aPasswordThatIsChanged() {
    form = 5;
    transcript.variable("ALCHEMY_STAGE", "prod").variable("ALCHEMY_PASSWORD", value("password"));
    transcript.variable("FROM_PROCESS", value("FROM_PROCESS"));
    transcript.script("safes", this::safes);
    run(0, "deploy");
    String next = value("next password");
    transcript.variable("ALCHEMY_NEW_PASSWORD", next);
    run(0, "password", "--debug");
    run(1, "password", "--debug");
    transcript.variable("ALCHEMY_PASSWORD", next);
    transcript.variable("ALCHEMY_NEW_PASSWORD", value("last password"));
    run(0, "password", "--new-key", "--json");
  }

  @Test
  void variablesFilesThatCannotBeRead() throws IOException {
    for (form = 0; form < Canary.AROUND.size(); form++) {
      Path file = folder.resolve(".env");
      Files.writeString(file, "NAME='" + value(".env") + "\n");
      transcript.script("files", app -> app.output("name", Alchemy.env("NAME")));
      run("plan", "--debug");
      Files.writeString(file, value(".env") + " is no assignment\n");
      run("plan", "--debug");
      Path given = Files.writeString(folder.resolve("more.env"), "=" + value("--env-file") + "\n");
      Files.delete(file);
      run("plan", "--debug", "--env-file", given.toString());
      Files.delete(given);
    }
  }

  @Test
  void aShortSecretIsSealedAndShownMaskedThoughNotLookedForInTexts() throws IOException {
    String secret = "qZ7-x_K";
    transcript.script(
        "short",
        app -> {
          Resource.of(
              "safe",
              new Safe(),
              () ->
                  new Safe.Props(
                      Secret.of(secret),
                      null,
                      List.of(Secret.of(secret)),
                      null,
                      null,
                      null,
                      null,
                      true));
          app.output("short", Secret.of(secret));
        });
    for (String[] words :
        new String[][] {
          {"plan"},
          {"deploy", "--json"},
          {"outputs"},
          {"outputs", "--json"},
          {"state", "show", "safe"}
        }) {
      run(0, words);
    }
    assertFalse(transcript.text().contains(secret), transcript.text());
    try (Stream<Path> files = Files.walk(folder.resolve(".alchemy"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        // The service put this one into a plain text that it answered, and said nowhere that it is
        // a secret.
        String text = Files.readString(each, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("\"" + secret + "\""), each + ": " + text);
      }
    }
  }

  @Test
  void helpKnowsNoEnvironment() {
    transcript.variable("PRISMA_SERVICE_TOKEN", value("token"));
    transcript.variable("ALCHEMY_PASSWORD", value("password"));
    transcript.script("help", app -> {});
    run(0, "--help");
    for (String each : CommandSet.NAMES) {
      run(0, each, "--help");
    }
    run(2, "deploy", "--unknown");
    run(2, "unknown");
  }
}
