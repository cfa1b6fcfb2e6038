package alchemy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every promise of {@code docs/safety.md} names tests that there are, and no rule is left out. */
class SafetyDocTest {
  private static final int RULES = 32;

  private static List<String> lines() throws IOException {
    return Files.readAllLines(NamedTests.checkout().resolve("docs/safety.md"));
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
      missing.addAll(NamedTests.missingOf(line));
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
