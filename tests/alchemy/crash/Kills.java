package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.cli.Library;
import alchemy.crash.Doom.Blow;
import alchemy.e2e.Shell;
import alchemy.local.TestCloud;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs that are killed by a real SIGKILL, in a process of their own, and the real launcher, which
 * goes on with the same bodies.
 */
final class Kills implements Sweep.Ending {
  private static final String STAGE = "killed";
  private static final int BY_SIGKILL = 128 + 9;

  private final Path root;
  private final Map<String, String> variables;
  private final Shell shell;

  Kills(TestCloud cloud, Path root) throws IOException {
    this(cloud, root, Map.of());
  }

  /** With more variables, such as the one that says where the state is. */
  Kills(TestCloud cloud, Path root, Map<String, String> more) throws IOException {
    this.root = root;
    this.variables = new HashMap<>(cloud.variables());
    variables.putAll(more);
    variables.put("ALCHEMY_PASSWORD", "correct horse battery staple");
    this.shell = new Shell(root).with(variables);
    Files.copy(Shell.HOME.resolve("tests/alchemy/crash/Bodies.java"), root.resolve("Bodies.java"));
    Files.writeString(
        root.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+
            //SOURCES Bodies.java

            import alchemy.Alchemy;
            import alchemy.crash.Bodies;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("prisma-postgres-example", args, app -> Bodies.named(app.args().get(0)).run(app));
                }
            }
            """);
  }

  /** Runs over the same stage in this process. */
  Runs runs() {
    return new Runs(root, STAGE, variables);
  }

  @Override
  public boolean end(String body, int effect, Blow moment, int parallel)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                DoomedRun.class.getName(),
                root.toString(),
                STAGE,
                body == null ? "" : body));
    command.addAll(List.of(String.valueOf(effect), moment.name(), String.valueOf(parallel)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the run did not end: " + said);
    }
    if (process.exitValue() != 0) {
      assertEquals(BY_SIGKILL, process.exitValue(), said);
    }
    return process.exitValue() != 0;
  }

  /** As a person does it. */
  @Override
  public void goOn(String body, int parallel) throws IOException, InterruptedException {
    String steps = String.valueOf(parallel);
    if (body == null) {
      shell.run("destroy", "--yes", "--parallel", steps, "--stage", STAGE).expect(0);
    } else {
      shell.run("deploy", "--yes", "--parallel", steps, "--stage", STAGE, "--", body).expect(0);
    }
  }

  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
