package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.clients.Installed;
import alchemy.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's own reader finds no fault in the workflow of {@code docs/ci.md}. */
@Tag("full")
class WorkflowTest {
  @TempDir Path folder;

  private Map<?, ?> read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("alchemy.yml"), yaml);
    Shell shell = new Shell(folder.resolve("workflows"));
    return (Map<?, ?>)
        Json.read(shell.program("", List.of("node", "read.mjs", file.toString())).expect(0).out());
  }

  @Test
  void itsStepsAreThoseThatTheTestOfTheirCommandsRuns() throws Exception {
    Path project = Files.createDirectory(folder.resolve("workflows"));
    Shell.copy(Shell.HOME.resolve("tests/workflows"), project);
    Path packages = Installed.into(project);
    String yaml = CiTest.block("yaml");

    Map<?, ?> github = read(yaml);
    Map<?, ?> faulty = read(yaml.replace("runs-on", "run-on"));
    Files.delete(packages);

    assertEquals(List.of(), github.get("faults"));
    assertEquals(2, ((List<?>) faulty.get("faults")).size(), "it would tell");
    assertEquals(
        github.get("steps"),
        Workflow.of(yaml).steps().stream()
            .map(
                step ->
                    Map.of(
                        "name", step.name(),
                        "uses", step.uses(),
                        "run", step.run(),
                        "if", condition(step.condition())))
            .toList());
  }

  // As GitHub completes it.
  private static String condition(String written) {
    if (written.contains("()")) {
      return "${{ " + written + " }}";
    }
    return "${{ success()" + (written.isEmpty() ? "" : " && (" + written + ")") + " }}";
  }
}
