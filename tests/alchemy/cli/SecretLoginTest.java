package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.prisma.Project;
import alchemy.secrets.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody signs in with is seen nowhere, whatever the service makes of it. */
class SecretLoginTest extends SecretCase {
  /** One that may be a token and one that no header takes; all in the full run. */
  static Stream<Integer> few() {
    return Boolean.getBoolean("tests.all") ? forms() : Stream.of(3, 7);
  }

  @ParameterizedTest
  @MethodSource("few")
  void whatIsGivenToSignInWith(int chosen) throws IOException {
    form = chosen;
    transcript.variable("ALCHEMY_CONFIG", folder.resolve("config").toString());
    boolean token = value("form").strip().matches("[!-~]+");
    for (int each : new int[] {401, 403, 404}) {
      status = each;
      transcript.onTerminal(value("refused token"));
      run(token ? 1 : 2, "login", "prisma", "--debug");
      transcript.onTerminal(value("other refused token"));
      run(token ? 1 : 2, "login", "cloudflare", "--json", "--debug");
    }
    reads = true;
    transcript.onTerminal(quoted("PRISMA_SERVICE_TOKEN") + quoted("ALCHEMY_PASSWORD"));
    run(token ? 0 : 2, "configure", "--debug");
    transcript.onTerminal("ALCHEMY_PASSWORD=\"" + value("line").replace("\"", "") + "\n");
    run(2, "configure", "--debug");
    transcript.onTerminal("");
    run("doctor", "--stage", "test");
    run("doctor", "--stage", "test", "--json");
    run(0, "logout", "--debug");
  }

  @Test
  void whatAProfileGivesToARun() throws IOException {
    transcript
        .variable("ALCHEMY_CONFIG", folder.resolve("config").toString())
        .variable("ALCHEMY_STAGE", "test");
    reads = true;
    Canary token = Canary.plain("token");
    Canary password = Canary.of("password", 3);
    canaries.add(token);
    canaries.add(password);
    transcript.onTerminal(
        "PRISMA_SERVICE_TOKEN=" + token.text() + "\nALCHEMY_PASSWORD='" + password.text() + "'\n");
    run(0, "configure");
    transcript.script("shop", app -> Project.of("project"));
    reads = false;
    for (int each : new int[] {400, 401, 403}) {
      status = each;
      run(1, "deploy", "--debug");
      run(1, "deploy", "--json", "--debug");
      run(1, "doctor");
      run(1, "doctor", "--json");
    }
    assertTrue(heard.contains("GET /v1/workspaces"), heard::toString);
    Files.writeString(folder.resolve("config/profiles/default.json"), "{");
    run(1, "doctor", "--offline", "--debug");
    run(1, "deploy", "--debug");
  }

  private String quoted(String name) {
    String escaped =
        value(name)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "");
    return name + "=\"" + escaped + "\"\n";
  }
}
