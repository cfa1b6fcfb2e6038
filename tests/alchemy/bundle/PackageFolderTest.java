package alchemy.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFolderTest {
  @TempDir Path temporary;

  private Path write(String file, String text) throws IOException {
    Path path = temporary.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  @Test
  void itIsTheNearestWithAManifest() throws IOException {
    write("root/package.json", "{}");
    Path near = write("root/api/package.json", "{}").getParent();
    Path entry = write("root/api/src/w.ts", "");

    assertEquals(near, PackageFolder.of(temporary.resolve("root"), entry));
  }

  @Test
  void beyondTheRootItLooksOnlyWithinTheRepository() throws IOException {
    Path root = temporary.resolve("repository/infra");
    write("repository/package.json", "{}");
    Path entry = write("repository/infra/w.ts", "");
    assertEquals(root, PackageFolder.of(root, entry));
    write("repository/.git/HEAD", "");
    write("package.json", "{}");
    assertEquals(root.getParent(), PackageFolder.of(root, entry));
  }

  @Test
  void aWorkspacesLockFileIsAtItsRoot() throws IOException {
    write("root/package.json", "{\"workspaces\":[\"api\"]}");
    write("root/package-lock.json", "{}");
    write("root/api/package.json", "{}");
    Path entry = write("root/api/w.ts", "");
    Path root = temporary.resolve("root");

    assertEquals(root, PackageFolder.of(root, entry));
    write("root/api/package-lock.json", "{}");
    assertEquals(root.resolve("api"), PackageFolder.of(root, entry));
  }
}
