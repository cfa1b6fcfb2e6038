package alchemy.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.fetch.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresArchiveTest {
  @TempDir Path cache;

  @Test
  void eachPlatformHasItsArchive() {
    assertEquals("/postgres-linux-x86_64.txz", of("Linux", "amd64").resource());
    assertEquals("/postgres-linux-arm_64.txz", of("Linux", "aarch64").resource());
    assertEquals("/postgres-darwin-x86_64.txz", of("Mac OS X", "x86_64").resource());
    assertEquals("/postgres-darwin-arm_64.txz", of("Mac OS X", "aarch64").resource());
    assertTrue(of("Linux", "amd64").sha256().matches("[0-9a-f]{64}"));
  }

  private static PostgresArchive of(String os, String arch) {
    return PostgresArchive.of(Platform.of(os, arch));
  }

  @Test
  void itIsUnpackedOnceWithItsLinksAndRights() throws IOException {
    var archive = PostgresArchive.of(Platform.current());
    var folder = archive.unpacked(cache);
    assertTrue(Files.isExecutable(folder.resolve("bin/postgres")));
    var marker = Files.createFile(folder.resolve("marker"));
    assertEquals(folder, archive.unpacked(cache));
    assertTrue(Files.exists(marker));
  }

  @Test
  void anotherArchiveThanThePinnedOneIsNotUnpacked() throws IOException {
    var wrong =
        new PostgresArchive(PostgresArchive.of(Platform.current()).resource(), "0".repeat(64));
    assertThrows(PostgresMissingException.class, () -> wrong.unpacked(cache));
    var absent = new PostgresArchive("/postgres-plan9-vax.txz", "0".repeat(64));
    assertThrows(PostgresMissingException.class, () -> absent.unpacked(cache));
    try (var left = Files.walk(cache)) {
      assertEquals(0, left.filter(Files::isRegularFile).count());
    }
  }
}
