package alchemy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of {@code docs/safety.md} names tests that there are, and no rule is left out. */
class SafetyDocTest {
  private static final int RULES = 32;
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)[.](\\w+)`");

  private static Path checkout() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(each -> each != null)
        .filter(each -> Files.exists(each.resolve("docs/safety.md")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("tests run inside of the checkout"));
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(checkout().resolve("docs/safety.md"));
  }

  /** The tests of that name in all packages. */
  private static List<String> sources(String name) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(checkout().resolve("tests/alchemy"))) {
      for (Path each : files.filter(file -> file.endsWith(name + ".java")).toList()) {
        sources.add(Files.readString(each));
      }
    }
    return sources;
  }

  // Its annotations stand between the last empty line and its name.
  private static boolean isTest(String source, String method) {
    int at = source.indexOf(" void " + method + "(");
    return at >= 0
        && source
            .substring(source.lastIndexOf("\n\n", at), at)
            .matches("(?s).*@(Parameterized)?Test\\b.*");
  }

  @Test
  void eachPromiseNamesTestsThatThereAre() throws IOException {
    List<String> missing = new ArrayList<>();
    int promises = 0;
    for (String line : lines()) {
      if (!line.startsWith("| ") || line.startsWith("| Rule")) {
        continue;
      }
      promises++;
      Matcher named = NAMED.matcher(line);
      boolean any = false;
      while (named.find()) {
        any = true;
        String method = named.group(2);
        if (sources(named.group(1)).stream().noneMatch(each -> isTest(each, method))) {
          missing.add(named.group());
        }
      }
      if (!any) {
        missing.add("no test: " + line);
      }
    }

    assertEquals(List.of(), missing);
    assertTrue(promises > RULES, "the table was not found");
  }

  @Test
  void noRuleIsLeftOut() throws IOException {
    Set<Integer> told = new TreeSet<>();
    for (String line : lines()) {
      Matcher rule = Pattern.compile("^(?:[|] (\\d+) [|]|- rule (\\d+): ).*").matcher(line);
      if (rule.matches()) {
        told.add(Integer.parseInt(rule.group(1) == null ? rule.group(2) : rule.group(1)));
      }
    }

    assertEquals(
        IntStream.rangeClosed(1, RULES).boxed().collect(Collectors.toCollection(TreeSet::new)),
        told);
  }
}
