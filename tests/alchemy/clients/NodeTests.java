package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;

/** Tests that are written in JavaScript, as what they test is. */
final class NodeTests {
  private static final Pattern TEST = Pattern.compile("^test\\b", Pattern.MULTILINE);

  private NodeTests() {}

  /** Runs the tests of a script, and tells of each as of one of ours; the last is that all ran. */
  static List<DynamicTest> of(Clients clients, String script)
      throws IOException, InterruptedException {
    String source = Files.readString(clients.folder().resolve(script));
    long expected = TEST.matcher(source).results().count();
    Ran ran = clients.script("--test-reporter=./reporter.mjs", script);
    List<Map<?, ?>> ended = new ArrayList<>();
    ran.out().lines().forEach(line -> ended.add((Map<?, ?>) Json.read(line)));
    List<DynamicTest> tests = new ArrayList<>();
    ended.forEach(each -> tests.add(test(each)));
    boolean failed = ended.stream().anyMatch(each -> each.get("fault") != null);
    tests.add(
        DynamicTest.dynamicTest(
            "all tests of " + script + " ran to their end",
            () -> {
              assertEquals(expected, ended.size(), ran::toString);
              if (!failed) {
                ran.expect(0);
              }
            }));
    return tests;
  }

  private static DynamicTest test(Map<?, ?> ended) {
    return DynamicTest.dynamicTest(
        (String) ended.get("name"),
        () -> {
          if (ended.get("fault") instanceof String fault) {
            fail(fault);
          }
        });
  }
}
