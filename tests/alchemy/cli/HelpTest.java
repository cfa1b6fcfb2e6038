package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  @TempDir Path folder;

  @Test
  void everyCommandTellsWhatItDoes() {
    Transcript transcript = new Transcript(folder);
    transcript.run("--help");
    transcript.run("--version");
    CommandSet.NAMES.forEach(each -> assertEquals(0, transcript.run(each, "--help")));
    transcript.run("state", "list", "--help");
    transcript.run("help", "state", "show");
    transcript.run("state", "unlock", "--help");
    transcript.matches("help");
  }

  @Test
  void noLineOfHelpIsWiderThanATerminal() {
    Transcript transcript = new Transcript(folder);
    transcript.run("--help");
    CommandSet.NAMES.forEach(each -> transcript.run(each, "--help"));
    transcript.text().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void theLauncherKnowsEachOptionAfterWhichAPlaceMayStand() throws IOException {
    String launcher = Files.readString(Path.of(System.getenv("ALCHEMY_HOME"), "alchemy"));
    for (String command : List.of("dev", "deploy", "plan", "destroy", "shell")) {
      CommandSet.knowing(command, null)
          .getSubcommands()
          .get(command)
          .getCommandSpec()
          .options()
          .stream()
          .filter(option -> option.arity().max() == 0)
          .flatMap(option -> Stream.of(option.names()))
          .forEach(each -> assertTrue(launcher.matches("(?s).*\\*:" + each + "[ )].*"), each));
    }
  }

  @Test
  void theVersionIsThatOfTheLibrary() throws IOException {
    Path library = Path.of("lib", "alchemy_lib.java");
    try (Stream<String> lines = Files.lines(library)) {
      List<String> coordinates = lines.filter(line -> line.startsWith("//GAV ")).toList();
      assertEquals(List.of("//GAV io.github.alchemy-java:alchemy:" + Version.NUMBER), coordinates);
    }
  }
}
