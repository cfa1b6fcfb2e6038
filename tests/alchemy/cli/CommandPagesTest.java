package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * {@code docs/commands} has a page a command: words of its own, and the help as it is printed. The
 * variable {@code GOLDEN=update} writes the helps anew.
 */
class CommandPagesTest {
  private static final Path PAGES = Path.of(System.getenv("ALCHEMY_HOME"), "docs", "commands");
  private static final Pattern HELP = Pattern.compile("```text\n.*?```\n", Pattern.DOTALL);
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^  alchemy (.*?)(?: +#.*)?$");

  private static CommandLine command(String name) {
    Invocation nowhere =
        new Transcript(Path.of("nowhere"))
            .invocation(new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream());
    return CommandSet.knowing(name, nowhere).getSubcommands().get(name);
  }

  private static String helps(String name) {
    CommandLine command = command(name);
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
        .map(each -> "```text\n" + each.getUsageMessage(Ansi.OFF).stripTrailing() + "\n```\n")
        .reduce((one, other) -> one + "\n" + other)
        .orElseThrow();
  }

  @Test
  void eachCommandHasAPageWithItsHelp() throws IOException {
    for (String name : CommandSet.NAMES) {
      Path page = PAGES.resolve(name + ".md");
      String text = Files.exists(page) ? Files.readString(page) : "# alchemy " + name + "\n\n";
      int first = text.indexOf("```text");
      String words = first < 0 ? text : text.substring(0, first);
      String whole = words + helps(name);
      if ("update".equals(System.getenv("GOLDEN"))) {
        Files.createDirectories(PAGES);
        Files.writeString(page, whole);
        text = whole;
      }
      assertEquals(whole, text, "run with GOLDEN=update: " + page.getFileName());
      assertTrue(HELP.matcher(text).find(), name);
      assertTrue(
          words.lines().anyMatch(line -> line.length() > 40),
          () -> page.getFileName() + " has no words of its own above the help");
    }
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertEquals(
          CommandSet.NAMES.stream().sorted().toList(),
          pages.map(each -> each.getFileName().toString().replace(".md", "")).sorted().toList());
    }
  }

  @Test
  void theExamplesOfEachHelpAreUnderstood() {
    List<String> understood = new ArrayList<>();
    for (String name : CommandSet.NAMES) {
      List<String> examples =
          EXAMPLE
              .matcher(helps(name))
              .results()
              .map(MatchResult::group)
              .map(String::strip)
              .toList();
      assertTrue(!examples.isEmpty(), name + " shows no example");
      for (String example : examples) {
        List<String> words = words(example);
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        CommandSet.knowing(words.get(1), null)
            .parseArgs(words.subList(1, end).toArray(String[]::new));
        understood.add(example);
      }
    }
    assertTrue(understood.size() > CommandSet.NAMES.size(), understood::toString);
  }

  private static List<String> words(String example) {
    String command = example.replaceAll(" +#.*| +[<>|] .*", "");
    return Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)")
        .matcher(command)
        .results()
        .map(each -> Stream.of(1, 2, 3).map(each::group).filter(group -> group != null).findFirst())
        .map(java.util.Optional::orElseThrow)
        .toList();
  }
}
