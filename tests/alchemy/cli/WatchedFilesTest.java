package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir Path folder;
  private Path app;
  private Path source;
  private WatchedFiles files;

  @BeforeEach
  void watch() throws IOException {
    app = Files.createDirectory(folder.resolve("app"));
    source = write("app/src/worker.ts", "1");
    files = new WatchedFiles(app, "alchemy.run.java");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void whatIsChangedMadeAndDeletedIsToldOnce() throws IOException {
    assertEquals(Set.of(), files.changed());

    write("app/src/worker.ts", "22");
    Path made = write("app/src/new/folder/text.ts", "1");
    assertEquals(Set.of(source, made), files.changed());
    assertEquals(Set.of(), files.changed());

    Files.delete(made);
    assertEquals(Set.of(made), files.changed());
  }

  @Test
  void aFileThatTakesAnothersPlaceIsAChangeThoughItLooksTheSame() throws IOException {
    FileTime time = Files.getLastModifiedTime(source);
    Path other = write("app/.worker.ts.swp", "2");
    Files.setLastModifiedTime(other, time);
    Files.move(other, source, StandardCopyOption.REPLACE_EXISTING);

    assertEquals(Set.of(source), files.changed());
  }

  @Test
  void packagesHiddenFoldersAndDeclarationsAreNotLookedAtButHiddenFilesAre() throws IOException {
    write("app/node_modules/pg/index.js", "1");
    write("app/.alchemy/app/local/state.json", "1");
    write("app/src/worker-configuration.d.ts", "1");
    Path env = write("app/.env", "A=1");

    assertEquals(Set.of(env), files.changed());
  }

  @Test
  void whatAWorkerIsMadeOfIsWatchedWhereverItLies() throws IOException {
    Path shared = write("shared/text.ts", "1");
    Path asset = write("web/dist/index.html", "1");
    Path module = write("app/node_modules/pg/index.js", "1");
    files.also(List.of(shared, module, folder.resolve("web"), source));
    assertEquals(Set.of(), files.changed());

    write("shared/text.ts", "22");
    write("web/dist/index.html", "22");
    write("app/node_modules/pg/index.js", "22");
    write("app/src/worker.ts", "22");
    Path added = write("web/dist/new.html", "1");
    assertEquals(Set.of(shared, asset, added, module, source), files.changed());

    files.also(List.of());
    assertEquals(Set.of(), files.changed());
  }

  @Test
  void whatIsPrintedIntoTheFolderIsNoChange() throws IOException {
    Path log = write("app/dev.log", "1");
    Path output = Files.createSymbolicLink(folder.resolve("stdout"), log);
    files = new WatchedFiles(app, "alchemy.run.java", 100, List.of(output));

    write("app/dev.log", "22");
    Path other = write("app/other.log", "1");
    assertEquals(Set.of(other), files.changed());
  }

  @Test
  void ofTooManyFilesTheScriptAndWhatAWorkerIsMadeOfAreWatched() throws IOException {
    Path script = write("app/z/alchemy.run.java", "1");
    write("app/a.ts", "1");
    files = new WatchedFiles(app, "z/alchemy.run.java", 1, List.of());
    files.also(List.of(source));
    assertTrue(files.isFull());

    write("app/a.ts", "22");
    write("app/z/alchemy.run.java", "22");
    write("app/src/worker.ts", "22");
    Set<Path> changed = files.changed();
    assertTrue(changed.containsAll(Set.of(script, source)), changed::toString);
    assertFalse(new WatchedFiles(app, "z/alchemy.run.java").isFull());
  }

  @Test
  void whatCannotBeReadIsNoFault() throws IOException {
    Path locked = Files.createDirectory(app.resolve("locked"));
    Files.setPosixFilePermissions(locked, Set.of()); // which root reads all the same
    try {
      files.also(List.of(source.resolve("below-a-file")));
      write("app/src/worker.ts", "22");
      assertEquals(Set.of(source), files.changed());
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aWatchedFileThatIsGoneIsNoFault() throws IOException {
    Path shared = write("shared/text.ts", "1");
    files.also(List.of(shared));
    files.changed();
    Files.delete(shared);

    assertEquals(Set.of(shared), files.changed());
    assertEquals(Set.of(), files.changed());
    write("shared/text.ts", "1");
    files.also(List.of());
    assertEquals(Set.of(), files.changed());
  }
}
