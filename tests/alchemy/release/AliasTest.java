package alchemy.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The catalog's alias over HTTP, for somebody without a checkout. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class AliasTest {
  @TempDir Path folder;

  @Test
  void theAliasRunsByItsAddressAndItsExitCodesPassThrough() throws Exception {
    try (Served served = new Served(Path.of(System.getenv("JBANG_REPO")))) {
      Person person = new Person(folder.resolve("home"), served.url() + "maven");
      String alias = "alchemy@" + served.url();

      Ran version = person.types(folder, "jbang", "--quiet", alias, "--version").expect(0);
      Ran wrong = person.types(folder, "jbang", alias, "nonsense").expect(2);

      assertTrue(version.out().startsWith("alchemy " + Library.VERSION + ", Java "), version.out());
      assertEquals("", version.err());
      assertTrue(wrong.err().startsWith("There is no command \"nonsense\"."), wrong::toString);
    }
  }
}
