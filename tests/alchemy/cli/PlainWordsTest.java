package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWordsTest {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy",
        "plan",
        "destroy",
        "drift",
        "outputs",
        "deploy --yes",
        "deploy --stage prod",
        "destroy --yes --stage pr-17",
        "destroy --stage 0_1 --yes",
        "drift --stage prod"
      })
  void whatIsReadWithoutPicocliMeansWhatPicocliReads(String line) {
    List<String> words = List.of(line.split(" "));
    var parsed =
        CommandSet.knowing(words.get(0), invocation()).parseArgs(words.toArray(String[]::new));
    ScriptCommand expected = (ScriptCommand) parsed.subcommand().commandSpec().userObject();
    ScriptCommand plain = PlainWords.command(words, invocation());
    assertEquals(expected.getClass(), plain.getClass());
    assertEquals(expected.flags.stage, plain.flags.stage);
    assertEquals(yes(expected), yes(plain));
    assertEquals(expected.bare(), plain.bare());
  }

  private static boolean yes(ScriptCommand command) {
    return command.apply() != null && command.apply().yes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state",
        "local",
        "dev --yes",
        "plan --yes",
        "plan --help",
        "deploy elsewhere",
        "deploy --yes --yes",
        "deploy --stage",
        "deploy --stage --yes",
        "deploy --stage @file",
        "deploy --stage=prod",
        "deploy --stage a --stage b",
        "deploy --stage prod --json",
      })
  void whateverElseIsSaidIsLeftToPicocli(String line) {
    assertNull(PlainWords.command(List.of(line.split(" ")), invocation()));
  }

  private static Invocation invocation() {
    var terminal =
        new Terminal(InputStream.nullInputStream(), NOWHERE, NOWHERE, each -> false, Map.of());
    return new Invocation(
        terminal,
        Map.of(),
        Path.of("."),
        "nobody",
        () -> 0,
        "shop",
        app -> {},
        "",
        List.of(),
        List.of());
  }
}
