package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.cli.Library;
import alchemy.local.postgres.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A script that says where its team's state is, run by the launcher. */
@ExtendWith(SharedPostgres.class)
class TeamStateTest {
  @TempDir Path folder;

  private List<String> classesOf(Shell.Ran run, Path log) throws IOException {
    run.expect(0);
    List<String> classes = Files.readAllLines(log);
    assertTrue(classes.size() > 500, "the log was not found");
    return classes.stream().filter(each -> each.contains("postgres")).toList();
  }

  @Test
  void itsStateIsWhereTheVariableSaysAndWithoutThatNoDriverIsLoaded() throws Exception {
    Files.writeString(
        folder.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+

            import alchemy.Alchemy;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("shop", args, "STATE_URL", app -> app.output("port", 8080));
                }
            }
            """);
    String url = SharedPostgres.server().database();
    Path log = folder.resolve("classes.log");
    Shell shell =
        new Shell(folder)
            .with("ALCHEMY_STAGE", "prod")
            .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);

    Shell.Ran unset = shell.run("outputs").expect(2);
    assertTrue(unset.err().contains("STATE_URL"), unset::toString);

    shell.with("STATE_URL", url);
    List<String> loaded = classesOf(shell.run("deploy"), log);
    assertTrue(loaded.stream().anyMatch(each -> each.contains(" org.postgresql.Driver ")));
    assertEquals(
        List.of("prod 1"),
        SharedPostgres.query(
            Secret.of(url),
            "SELECT stage || ' ' || (outputs ->> 'port' = '8080')::int FROM alchemy.stage"));

    shell.with("ALCHEMY_STATE", "file").with("ALCHEMY_STAGE", "mine");
    assertEquals(List.of(), classesOf(shell.run("deploy"), log));
  }
}
