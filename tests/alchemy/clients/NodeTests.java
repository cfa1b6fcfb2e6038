package alchemy.clients;

import static org.junit.jupiter.api.Assertions.fail;

import alchemy.e2e.Shell.Ran;
import alchemy.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;

/** Tests that are written in JavaScript, as what they test is. */
final class NodeTests {
  private NodeTests() {}

  /** Runs the tests of a script, and tells of each as of one of ours. */
  static List<DynamicTest> of(Clients clients, String script)
      throws IOException, InterruptedException {
    Ran ran = clients.script("--test-reporter=./reporter.mjs", script);
    List<DynamicTest> tests =
        ran.out().lines().map(line -> test((Map<?, ?>) Json.read(line))).toList();
    if (tests.isEmpty()) {
      throw new AssertionError("no test ran\n" + ran);
    }
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
