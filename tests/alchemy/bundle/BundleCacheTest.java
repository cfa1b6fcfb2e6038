package alchemy.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  @TempDir Path root;

  private Bundle bundle(String code) {
    return Bundle.of(
        List.of(
            new Module("add.wasm", "application/wasm", new byte[] {0, 1, 2}),
            new Module(
                "worker.js",
                "application/javascript+module",
                code.getBytes(StandardCharsets.UTF_8))),
        List.of(root.resolve("src/w.ts"), root.resolve("../shared/a b.ts").normalize()));
  }

  private BundleCache at(int second) {
    return new BundleCache(root, Clock.fixed(START.plusSeconds(second), ZoneOffset.UTC));
  }

  @Test
  void whatWasPutComesBack() {
    Bundle put = bundle("code");
    BundleCache cache = BundleCache.of(root);
    cache.put(put);
    cache.put(put);

    Bundle got = cache.get(put.hash());

    assertEquals(put.hash(), got.hash());
    assertEquals(put.inputs(), got.inputs());
    for (int i = 0; i < 2; i++) {
      assertEquals(put.modules().get(i).name(), got.modules().get(i).name());
      assertEquals(put.modules().get(i).contentType(), got.modules().get(i).contentType());
      assertArrayEquals(put.modules().get(i).content(), got.modules().get(i).content());
    }
  }

  @Test
  void whatIsGoneOrChangedIsNotUploaded() throws IOException {
    Bundle put = bundle("code");
    BundleCache cache = BundleCache.of(root);
    assertThrows(BundleMissingException.class, () -> cache.get(put.hash()));
    cache.put(put);
    Files.writeString(root.resolve(".alchemy/cache/bundles/" + put.hash() + "/0"), "evil");

    assertThrows(BundleMissingException.class, () -> cache.get(put.hash()));
  }

  @Test
  void theNewestTwentyStay() {
    List<Bundle> all = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      all.add(bundle("code " + i));
      at(i).put(all.get(i));
      // The first is used again and again, so it stays the newest but one.
      at(i).put(all.get(0));
    }

    assertEquals(all.get(0).hash(), at(0).get(all.get(0).hash()).hash());
    assertEquals(all.get(2).hash(), at(0).get(all.get(2).hash()).hash());
    assertThrows(BundleMissingException.class, () -> at(0).get(all.get(1).hash()));
  }
}
