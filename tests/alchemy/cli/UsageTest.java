package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private static final Body NEVER =
      app -> {
        throw new AssertionError("a wrong command line ran the script");
      };

  @TempDir Path folder;

  @Test
  void aWrongWordIsNeverADeploy() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Transcript transcript = new Transcript(folder).script("shop", NEVER);
    for (String word :
        new String[] {
          "deply",
          "histroy",
          "histry",
          "destory",
          "push",
          "apply",
          "validate",
          "tail",
          "up",
          "preview",
          "rm",
          "frobnicate",
          "state"
        }) {
      assertEquals(2, transcript.run(word));
    }
    assertEquals(2, transcript.run("--stage", "prod", "plan"));
    assertEquals(2, transcript.run("plan", "--chek"));
    assertEquals(2, transcript.run("plan", "--stage"));
    assertEquals(2, transcript.run("plan", "--stage", "--json"));
    assertEquals(2, transcript.run("plan", "--check=yes"));
    assertEquals(2, transcript.run("plan", "--check", "--check"));
    assertEquals(2, transcript.run("plan", "one", "two"));
    assertEquals(2, transcript.run("deploy", "--parallel", "many"));
    assertEquals(2, transcript.run("deploy", "--parallel", "0"));
    assertEquals(2, transcript.run("deploy", "--lock-timeout", "soon"));
    assertEquals(2, transcript.run("deploy", "--stage", "Prod!"));
    assertEquals(2, transcript.run("deploy", "--env-file", "none.env"));
    assertEquals(2, transcript.run("deploy", "elsewhere"));
    assertEquals(2, transcript.run("dev", "--stage", "prod"));
    assertEquals(2, transcript.run("state", "show"));
    assertEquals(2, transcript.run("state", "cpoy"));
    assertEquals(2, transcript.run("plan", "--json", "--chek"));
    transcript.matches("usage");
  }

  @Test
  void whatTheEnvironmentLeavesOpenIsToldBeforeAnythingIsDone() throws IOException {
    Transcript transcript = new Transcript(folder).script("shop", NEVER);
    transcript.about("plain JBang, in another folder than the script's");
    assertEquals(2, transcript.run("plan", "--stage", "prod"));
    Files.createFile(folder.resolve("alchemy.run.java"));
    transcript.variable("CI", "true").about("a build server that names no stage");
    assertEquals(2, transcript.run("plan"));
    transcript.about("a build server without the stage's state");
    assertEquals(3, transcript.run("deploy", "--stage", "prod"));
    assertEquals(3, transcript.run("destroy", "--stage", "prod", "--yes"));
    assertEquals(3, transcript.run("drift", "--stage", "prod", "--check"));
    assertEquals(3, transcript.run("plan", "--stage", "prod"));
    transcript
        .variable("ALCHEMY_STATE", "s3://elsewhere")
        .about("a kind of state that there is not");
    assertEquals(2, transcript.run("plan", "--stage", "prod"));
    transcript.variable("ALCHEMY_STATE", "");
    Files.writeString(folder.resolve(".env"), "ALCHEMY_STATE=postgres://user:hunter2@host/state\n");
    transcript.about("a place of state that the process does not know");
    assertEquals(2, transcript.run("plan", "--stage", "prod"));
    Files.writeString(folder.resolve(".env"), "NAME=value\nnonsense hunter2hunter2\n");
    transcript.about("a line of .env that is none");
    assertEquals(2, transcript.run("plan", "--stage", "prod"));
    transcript.matches("environment");
  }

  @Test
  void withoutAScriptItSaysHowToGetOne() {
    Transcript transcript = new Transcript(folder);
    assertEquals(2, transcript.run());
    assertEquals(2, transcript.run("deploy"));
    assertEquals(2, transcript.run("plan", "nowhere"));
    assertEquals(2, transcript.run("-f", "nowhere", "outputs"));
    assertEquals(2, transcript.run("outputs", "-f", "nowhere"));
    assertEquals(2, transcript.run("state", "list"));
    transcript.matches("no-script");
  }

  @Test
  void withoutJBangItSaysWhatIsMissing() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Transcript transcript = new Transcript(folder);
    assertEquals(2, transcript.run("plan"));
    transcript.matches("no-jbang");
  }
}
