package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import alchemy.local.postgres.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code docs/ci.md} says to copy does what it says, its commands run as a runner does. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedPostgres.class)
@Tag("processes")
class CiTest {
  private static final Path PAGE = Shell.HOME.resolve("docs/ci.md");

  @TempDir Path folder;
  private final StringBuilder seen = new StringBuilder();
  private Path app;
  private Map<String, String> context;

  /** What stands in the page's block of this language. */
  static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
    assertTrue(block.find(), "no block of " + language);
    return block.group(1);
  }

  @Test
  void aPullRequestHasAStageOfItsOwnAndLeavesNothingBehind() throws Exception {
    try (Cloud cloud = Cloud.start(folder.resolve("cloud"))) {
      Shell runner = runner(cloud);

      runEvent(runner, "pull_request", "opened", "7");
      String comment = Files.readString(app.resolve("comment.md"));
      assertTrue(comment.startsWith("<!-- alchemy plan shop prod -->\n"), comment);
      assertTrue(comment.contains("3 to create"), comment);
      assertEquals(comment, Files.readString(folder.resolve("summary.md")));
      assertEquals(
          "pr comment 7 --edit-last --create-if-none --body-file plan.md",
          Files.readString(app.resolve("gh.txt")).strip());
      assertEquals(1, cloud.prisma("/v1/databases").size(), "production was only planned");

      runEvent(runner, "pull_request", "closed", "7");
      assertEquals(List.of(), cloud.prisma("/v1/databases"));
      assertEquals(List.of(), cloud.prisma("/v1/projects"));
      assertFalse(Files.exists(app.resolve(".alchemy")), "nothing is left to the runner's disk");
    }
    assertFalse(seen.toString().contains("\u001b"), "no colour");
    for (String name : List.of("ALCHEMY_STATE", "ALCHEMY_PASSWORD", "PRISMA_SERVICE_TOKEN")) {
      assertFalse(seen.toString().contains(context.get("secrets." + name)), name);
    }
  }

  @Test
  @Tag("full")
  void aMergeIsDeployedToProductionAndTheNextPlanIsEmpty() throws Exception {
    try (Cloud cloud = Cloud.start(folder.resolve("cloud"))) {
      Shell runner = runner(cloud);

      runEvent(runner, "push", "", "");
      runEvent(runner, "pull_request", "opened", "8");

      assertEquals(2, cloud.prisma("/v1/databases").size(), "production's, and the branch's");
      String comment = Files.readString(app.resolve("comment.md"));
      assertTrue(comment.contains(": 0 to create, 0 to update, 0 to delete, 3 un"), comment);
    }
  }

  @Test
  void anyBranchsNameBecomesAStages() throws Exception {
    String line =
        Files.readAllLines(PAGE).stream()
            .filter(each -> each.startsWith("    stage="))
            .findFirst()
            .orElseThrow();
    Shell shell = new Shell(folder);
    Map<String, String> expected =
        Map.of(
            "feature/Foo_bar#1",
            "feature-foo-bar-1",
            "#7",
            "7",
            "renovate/" + "x".repeat(60),
            "renovate-" + "x".repeat(31));
    for (String branch : expected.keySet()) {
      shell.with("GITHUB_HEAD_REF", branch);
      Ran ran = shell.program("", List.of("bash", "-ec", line + "\necho $stage")).expect(0);
      assertEquals(expected.get(branch), ran.out().strip());
    }
  }

  /** A shell as a runner has it: no terminal, and tools of its own on the PATH. */
  private Shell runner(Cloud cloud) throws IOException {
    app = Files.createDirectories(folder.resolve("app"));
    // JBang cannot compile the same text twice at once.
    String script = block("java") + "// " + folder.getFileName() + "\n";
    Files.writeString(app.resolve("alchemy.run.java"), script);
    context = new HashMap<>();
    context.put("github.token", "a-token-of-the-run");
    context.put("secrets.ALCHEMY_STATE", SharedPostgres.server().database());
    context.put("secrets.ALCHEMY_PASSWORD", "a password of this test");
    context.put("secrets.PRISMA_SERVICE_TOKEN", cloud.text("prismaToken"));
    context.put("secrets.CLOUDFLARE_API_TOKEN", cloud.text("cloudflareToken"));
    context.put("vars.CLOUDFLARE_ACCOUNT_ID", cloud.text("accountId"));
    Path bin = folder.resolve("bin");
    Shell shell =
        new Shell(app)
            .withJBang(bin)
            .with("CI", "true")
            .with("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString())
            .with("PRISMA_API_BASE_URL", cloud.text("prisma"))
            .with("CLOUDFLARE_API_BASE_URL", cloud.text("cloudflare"));
    // GitHub's command line, as far as it is used: keeps what it was told.
    Path gh = bin.resolve("gh");
    Files.writeString(
        gh, "#!/bin/sh\nset -e\necho \"$@\" > gh.txt\nshift 6\ncp \"$1\" comment.md\n");
    Files.setPosixFilePermissions(gh, PosixFilePermissions.fromString("rwxr-xr-x"));
    return shell;
  }

  private void runEvent(Shell runner, String event, String action, String number) throws Exception {
    context.put("github.event_name", event);
    context.put("github.event.action", action);
    context.put("github.event.number", number);
    Workflow workflow = Workflow.of(block("yaml"));
    List<String> ran = new ArrayList<>();
    for (Workflow.Step step : workflow.steps()) {
      if (step.run().isEmpty() || Workflow.value(step.condition(), context).isEmpty()) {
        continue;
      }
      Map<String, String> env = new HashMap<>(workflow.env());
      env.putAll(step.env());
      env.forEach((name, value) -> runner.with(name, Workflow.filled(value, context)));
      Path script = Files.writeString(folder.resolve("step.sh"), step.run());
      Ran done = runner.program("", List.of("bash", "-e", script.toString())).expect(0);
      seen.append(done.all());
      ran.add(step.name());
    }
    assertFalse(ran.isEmpty(), event + " runs nothing");
  }
}
