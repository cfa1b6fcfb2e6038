package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The templates of the checkout, of which the catalog tells {@code create} and JBang. */
class TemplatesTest {
  private static final Path HOME = Path.of(System.getenv("ALCHEMY_HOME"));

  @Test
  void theCatalogNamesAllFilesOfEachTemplateInTheirPlaces() throws IOException {
    Map<?, ?> catalog =
        (Map<?, ?>) Json.read(Files.readAllBytes(HOME.resolve("jbang-catalog.json")));
    Set<String> named = new TreeSet<>();
    for (var template : ((Map<?, ?>) catalog.get("templates")).entrySet()) {
      Map<?, ?> files = (Map<?, ?>) ((Map<?, ?>) template.getValue()).get("file-refs");
      for (var each : files.entrySet()) {
        String place = each.getKey().toString().replace("{filename}", "alchemy.run.java");
        String file = "templates/" + template.getKey() + "/" + place;
        // As .gitignore it would already hold in the checkout.
        assertEquals(file.replace("/.gitignore", "/gitignore"), each.getValue());
        named.add(each.getValue().toString());
      }
    }
    assertEquals(tracked(), named);
  }

  @Test
  void everyAppHasItsNameInItsScriptAndTellsWhatToType() throws IOException {
    for (String each : tracked()) {
      String text = Files.readString(HOME.resolve(each));
      if (each.endsWith("alchemy.run.java")) {
        assertTrue(text.contains("Alchemy.run(\"" + Templates.PLACEHOLDER + "\""), each);
      } else if (each.endsWith("README.md")) {
        assertTrue(text.startsWith("# " + Templates.PLACEHOLDER + "\n"), each);
        assertTrue(text.contains("    alchemy dev "), each);
      } else if (each.endsWith("package-lock.json")) {
        assertFalse(text.contains("\"resolved\""), each + " names a registry");
      }
    }
  }

  @Test
  void aSiteThatIsInstalledElsewhereWithoutToolsCanStillGenerateItsClient() throws IOException {
    Path site = HOME.resolve("templates/astro-prisma-postgres");
    Map<?, ?> manifest = (Map<?, ?>) Json.read(Files.readAllBytes(site.resolve("package.json")));
    Map<?, ?> lock = (Map<?, ?>) Json.read(Files.readAllBytes(site.resolve("package-lock.json")));
    Map<?, ?> locked = (Map<?, ?>) ((Map<?, ?>) lock.get("packages")).get("");
    Set<?> needed = ((Map<?, ?>) manifest.get("dependencies")).keySet();
    assertTrue(needed.containsAll(Set.of("prisma", "dotenv")), needed::toString);
    assertEquals(needed, ((Map<?, ?>) locked.get("dependencies")).keySet());
  }

  // Not what lies there: whoever tried a template in its place has installed its packages there.
  private static Set<String> tracked() throws IOException {
    Process git = new ProcessBuilder("git", "-C", HOME.toString(), "ls-files", "templates").start();
    try (var said = git.inputReader(StandardCharsets.UTF_8)) {
      return said.lines().collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
