package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/ada");

  @Test
  void theOwnVariableComesFirst() {
    var env = Map.of("ALCHEMY_CACHE", "/var/a", "XDG_CACHE_HOME", "/var/x");
    assertEquals(Path.of("/var/a"), CacheFolder.of(env, HOME, "Linux"));
  }

  @Test
  void theDesktopStandardComesSecondIfItIsAbsolute() {
    assertEquals(
        Path.of("/var/x/alchemy"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "/var/x"), HOME, "Mac OS X"));
    assertEquals(
        HOME.resolve(".cache/alchemy"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "x", "ALCHEMY_CACHE", ""), HOME, "Linux"));
  }

  @Test
  void elseItIsWhereTheSystemKeepsCaches() {
    assertEquals(HOME.resolve(".cache/alchemy"), CacheFolder.of(Map.of(), HOME, "Linux"));
    assertEquals(
        HOME.resolve("Library/Caches/alchemy"), CacheFolder.of(Map.of(), HOME, "Mac OS X"));
  }
}
