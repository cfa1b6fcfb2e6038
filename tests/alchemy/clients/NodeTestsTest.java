package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script of JavaScript tests cannot pass by not running them. */
@Tag("full")
@Tag("processes")
class NodeTestsTest {
  private static final String ALL = "all tests of some.mjs ran to their end";

  @TempDir Path folder;

  @Test
  void whatPassesPasses() throws Exception {
    assertEquals(List.of(), failed("test('one', () => {});", "test('two', () => {});"));
  }

  @Test
  void whatFailsIsLeftOutOrIsStillToBeDoneFails() throws Exception {
    assertEquals(
        List.of("one", "two", "three"),
        failed(
            "test('one', () => { throw new Error('no'); });",
            "test.skip('two', () => {});",
            "test.todo('three', () => {});",
            "test('four', () => {});"));
  }

  @Test
  void anEarlyEndFailsWhateverItsExitCode() throws Exception {
    for (int code : new int[] {0, 3}) {
      String end = "test('two', () => process.exit(" + code + "));";
      assertEquals(List.of(ALL), failed("test('one', () => {});", end, "test('three', () => {});"));
    }
    assertEquals(List.of(ALL), failed("process.exit(0);", "test('one', () => {});"));
  }

  @Test
  void anExitCodeThatNoTestExplainsFails() throws Exception {
    assertEquals(List.of(ALL), failed("test('one', () => {});", "process.exitCode = 7;"));
  }

  private List<String> failed(String... lines) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder, "clients");
    try (Clients clients = new Clients(own, Map.of())) {
      Files.writeString(
          own.resolve("some.mjs"),
          "import { test } from \"node:test\";\n" + String.join("\n", lines) + "\n");
      List<String> failed = new ArrayList<>();
      for (DynamicTest each : NodeTests.of(clients, "some.mjs")) {
        try {
          each.getExecutable().execute();
        } catch (AssertionError e) {
          failed.add(each.getDisplayName());
        } catch (Throwable e) {
          throw new IOException(e);
        }
      }
      return failed;
    }
  }
}
