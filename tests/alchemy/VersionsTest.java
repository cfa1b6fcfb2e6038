package alchemy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
  // Apart from what follows it, for these versions are no copies of ours.
  private static final String GROUP = "io.github.alchemy-java";

  @TempDir Path home;

  @Test
  void aCopyThatDiffersFromTheCoordinatesIsNamedAndRewritten() throws IOException {
    write("lib/alchemy_lib.java", "//GAV %s:alchemy:1.10.0-rc.1\n");
    write("README.md", "//DEPS %s:alchemy:1.9.0\nand a:b:1.9.0 é\n");
    write("lib/alchemy_local.java", "//GAV %s:alchemy-local:1.9.0\n");
    write("Version.java", "  static final String NUMBER = \"1.9.0\";\n");
    write("alchemy.java", "//DEPS %s:alchemy:1.10.0-rc.1\n");
    write("tests/releases/1.9.0/alchemy.run.java", "//DEPS %s:alchemy:1.9.0\n");
    List<String> copies = List.of("README.md", "lib/alchemy_local.java", "Version.java");

    Versions versions = new Versions(home);

    List<String> all =
        List.of("README.md", "lib/alchemy_local.java", "Version.java", "alchemy.java");
    assertEquals(copies, versions.stale(all));
    assertEquals(List.of(), versions.stale(List.of("tests/releases/1.9.0/alchemy.run.java")));
    for (String each : copies) {
      versions.renew(each);
    }
    assertEquals(List.of(), versions.stale(all));
    assertEquals(
        "//DEPS " + GROUP + ":alchemy:1.10.0-rc.1\nand a:b:1.9.0 é\n",
        Files.readString(home.resolve("README.md")));
    assertEquals(
        "  static final String NUMBER = \"1.10.0-rc.1\";\n",
        Files.readString(home.resolve("Version.java")));
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(home.resolve(file).getParent());
    Files.writeString(home.resolve(file), text.replace("%s", GROUP));
  }
}
