package alchemy.local.postgres;

import alchemy.errors.Scene;
import alchemy.errors.Situations;
import alchemy.fetch.Platform;
import alchemy.local.Children;
import alchemy.local.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when the local PostgreSQL cannot be had. */
class PostgresErrorsTest {
  @TempDir Path folder;

  private static void unpacked(PostgresArchive archive, Scene scene) {
    try {
      archive.unpacked(scene.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itsArchiveAndItsData() throws IOException {
    Situations situations = new Situations("postgres", folder);
    Scene absent = situations.about("no binaries for this platform on the class path");
    absent.throwsAt(
        () -> unpacked(new PostgresArchive("/postgres-plan9-vax.txz", "0".repeat(64)), absent));
    Scene wrong = situations.about("binaries that are not the pinned ones");
    String resource = PostgresArchive.of(Platform.current()).resource();
    wrong
        .shown(resource.substring(1), "postgres-PLATFORM.txz")
        .throwsAt(() -> unpacked(new PostgresArchive(resource, "0".repeat(64)), wrong));
    Scene data = situations.about("databases whose password is lost");
    Files.createDirectories(data.folder().resolve("postgres"));
    try (Children children = new Children()) {
      data.throwsAt(() -> Postgres.start(new Store(data.folder()), () -> 0, children));
    }
    situations.match();
  }
}
