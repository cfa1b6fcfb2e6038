package alchemy.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChangelogTest {
  private static final Pattern RELEASE =
      Pattern.compile("(?m)^## \\[(.+)] - \\d{4}-\\d\\d-\\d\\d$");
  private static final Pattern KIND = Pattern.compile("(?m)^### (.*)$");

  @Test
  void itsTopIsThisVersionAndWhatThoseBelowLeftIsKept() throws IOException {
    String text = Files.readString(Shell.HOME.resolve("CHANGELOG.md"));
    List<String> versions = RELEASE.matcher(text).results().map(each -> each.group(1)).toList();

    assertEquals(Library.VERSION, versions.get(0));
    for (String each : versions.subList(1, versions.size())) {
      Path kept = Shell.HOME.resolve("tests/releases/" + each);
      assertTrue(Files.isDirectory(kept), kept::toString);
    }
    assertEquals(
        List.of(),
        KIND.matcher(text)
            .results()
            .map((MatchResult each) -> each.group(1))
            .filter(each -> !each.matches("Added|Changed|Deprecated|Removed|Fixed|Security"))
            .toList());
  }

  @Test
  void nothingThatIsReachedOverHttpRestsOnAPattern() throws IOException {
    String script = Files.readString(Shell.HOME.resolve("alchemy.java"));
    assertTrue(script.lines().noneMatch(each -> each.matches("//(SOURCES|FILES) .*")), script);
    String catalog = Files.readString(Shell.HOME.resolve("jbang-catalog.json"));
    assertTrue(!catalog.contains("*"), catalog);
    try (var templates = Files.walk(Shell.HOME.resolve("templates"))) {
      for (Path each : templates.filter(file -> file.endsWith("alchemy.run.java")).toList()) {
        String text = Files.readString(each);
        assertTrue(text.lines().noneMatch(line -> line.matches("//(SOURCES|FILES) .*")), text);
      }
    }
  }
}
