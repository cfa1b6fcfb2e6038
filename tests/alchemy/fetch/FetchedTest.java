package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedTest {
  @TempDir Path temporary;

  @Test
  void ofManyAtOnceOneFillsAndAllSeeItWhole() throws Exception {
    Path folder = temporary.resolve("cache/tool");
    AtomicInteger fills = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(4);
    Callable<String> ask =
        () -> {
          start.await();
          Path got =
              Fetched.folder(
                  folder,
                  fresh -> {
                    fills.incrementAndGet();
                    Files.writeString(fresh.resolve("a"), "a");
                    Files.writeString(fresh.resolve("b"), "b");
                  });
          return Files.readString(got.resolve("a")) + Files.readString(got.resolve("b"));
        };
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(threads.submit(ask));
    }
    start.countDown();
    for (Future<String> each : answers) {
      assertEquals("ab", each.get());
    }
    threads.shutdown();
    assertEquals(1, fills.get());
  }

  @Test
  void aFailedFillLeavesNothingAndCanBeRepeated() throws IOException {
    Path folder = temporary.resolve("cache/tool");

    assertThrows(
        IOException.class,
        () ->
            Fetched.folder(
                folder,
                fresh -> {
                  Files.writeString(fresh.resolve("half"), "half");
                  throw new IOException("the network went away");
                }));

    assertFalse(Files.exists(folder));
    Fetched.folder(folder, fresh -> Files.writeString(fresh.resolve("whole"), "whole"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("whole")), files.toList());
    }
  }
}
