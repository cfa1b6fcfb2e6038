package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.e2e.Shell.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** JBang without the launcher: the script is its own command line. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class PlainJBangTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void aCopyOfMinimal() throws Exception {
    Shell.copy(Shell.HOME.resolve("examples/minimal"), folder.resolve("minimal"));
    shell = new Shell(folder.resolve("minimal")).withJBang(folder.resolve("bin"));
  }

  @Test
  void theScriptPlansItself() throws Exception {
    Ran ran = jbang("alchemy.run.java", "plan").expect(0);

    assertTrue(ran.out().contains("prisma:Connection \"connection\""), ran::toString);
    assertTrue(ran.out().contains("3 to create"), ran::toString);
    assertEquals(5, jbang("alchemy.run.java", "plan", "--check").code());
  }

  @Test
  void theCommandLineRunsByItsFileAndByItsAlias() throws Exception {
    String home = Shell.HOME.toString();

    Ran file = jbang(home + "/alchemy.java", "--version").expect(0);
    Ran alias = jbang("alchemy@" + home, "--version").expect(0);

    assertTrue(file.out().startsWith("alchemy 0."), file::toString);
    assertEquals(file.out(), alias.out());
  }

  private Ran jbang(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("jbang"));
    command.addAll(List.of(arguments));
    return shell.program("", command);
  }
}
