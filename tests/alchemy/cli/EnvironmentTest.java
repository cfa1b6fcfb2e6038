package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private static final Path FILE = Path.of(".env");

  @TempDir Path root;

  @ParameterizedTest(name = "process {0}, --env-file {1}, .env {2}: {3}")
  @CsvSource({
    "p, e, b, p",
    "p, , b, p",
    "p, e, , p",
    ", e, b, e",
    ", e, , e",
    ", , b, b",
    ", , , ",
    // blank counts as missing
    "' ', e, b, e",
    "' ', ' ', b, b"
  })
  void theNearerPlaceGoesFirst(String process, String given, String beside, String expected)
      throws IOException {
    Path file = Files.writeString(root.resolve("given.env"), line("X", given));
    Files.writeString(root.resolve(".env"), line("X", beside));
    Environment env = Environment.of(process == null ? Map.of() : Map.of("X", process), file, root);
    assertEquals(Optional.ofNullable(expected), env.find("X"));
  }

  @ParameterizedTest
  @CsvSource({
    "PRISMA_API_BASE_URL",
    "CLOUDFLARE_API_BASE_URL",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY"
  })
  void whereRequestsGoIsUpToTheProcessAlone(String name) throws IOException {
    Files.writeString(root.resolve(".env"), line(name, "https://elsewhere.example"));
    assertEquals(Optional.empty(), Environment.of(Map.of(), null, root).find(name));
    assertEquals(Optional.of("here"), Environment.of(Map.of(name, "here"), null, root).find(name));
  }

  @Test
  void aPlaceOfStateInAFileIsRefusedAndNotShown() throws IOException {
    Path given = Files.writeString(root.resolve("given.env"), "ALCHEMY_STATE=postgres://u:pw@h/d");
    UsageException thrown =
        assertThrows(
            UsageException.class,
            () -> Environment.of(Map.of(), given, root).find("ALCHEMY_STATE"));
    assertTrue(thrown.getMessage().startsWith("ALCHEMY_STATE stands in --env-file"));
    assertFalse(thrown.getMessage().contains("postgres"));
    Environment set = Environment.of(Map.of("ALCHEMY_STATE", "file"), given, root);
    assertEquals(Optional.of("file"), set.find("ALCHEMY_STATE"));
  }

  @Test
  void linesAreDataWithoutExpansion() {
    String text =
        """
        # a comment
        PLAIN=value
        SPACED =  value of words   # and a comment
        export EXPORTED=yes
        HASH=a#b
        DOLLAR=$HOME/${USER}`id`
        SINGLE='a "b" \\n $c # d'   # comment
        DOUBLE="a 'b' \\"c\\" \\n \\$d \\x"
        URL=postgres://u:p@h/db?a=b&c=d
        EMPTY=

        """;
    Map<String, String> variables = Environment.parse(text, FILE);
    assertEquals("value", variables.get("PLAIN"));
    assertEquals("value of words", variables.get("SPACED"));
    assertEquals("yes", variables.get("EXPORTED"));
    assertEquals("a#b", variables.get("HASH"));
    assertEquals("$HOME/${USER}`id`", variables.get("DOLLAR"));
    assertEquals("a \"b\" \\n $c # d", variables.get("SINGLE"));
    assertEquals("a 'b' \"c\" \n $d \\x", variables.get("DOUBLE"));
    assertEquals("postgres://u:p@h/db?a=b&c=d", variables.get("URL"));
    assertEquals("", variables.get("EMPTY"));
    assertEquals(9, variables.size());
  }

  @ParameterizedTest
  @CsvSource({"hunter2hunter2", "9X=hunter2hunter2", "A B=hunter2hunter2", "X='hunter2hunter2"})
  void aLineThatIsNoneIsNamedButNotShown(String line) {
    UsageException thrown =
        assertThrows(UsageException.class, () -> Environment.parse("A=b\n" + line + "\n", FILE));
    assertEquals(2, thrown.exitCode());
    assertEquals(".env:2", thrown.getMessage().lines().skip(1).findFirst().orElse("").strip());
    assertFalse(thrown.getMessage().contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({
    "ada, ada",
    "Ada.Lovelace, ada-lovelace",
    "_ada, ada",
    "ÄÖ, dev",
    "'DOMAIN\\ada', domain-ada",
    "0123456789012345678901234567890123456789xx, 0123456789012345678901234567890123456789"
  })
  void aUsersNameBecomesAStagesName(String user, String stage) {
    assertEquals(stage, Stage.ofUser(user));
  }

  private static String line(String name, String value) {
    return value == null ? "" : name + "=" + value + "\n";
  }
}
