package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.http.Beside;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Questions that were asked side by side, each by its key.
 *
 * @param answers of those that were answered, in the order in which they were asked
 * @param failed why others were not
 */
record SideBySide<K, T>(Map<K, T> answers, Map<K, AlchemyException> failed) {
  /** Asks all, so many at once, and waits until each has ended. */
  static <K, T> SideBySide<K, T> ask(int parallel, Map<K, Supplier<T>> questions) {
    SideBySide<K, T> asked = new SideBySide<>(new LinkedHashMap<>(), new LinkedHashMap<>());
    if (questions.isEmpty()) {
      return asked;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(parallel, questions.size())), Scheduler.daemon());
    try {
      Map<K, CompletableFuture<T>> under = new LinkedHashMap<>();
      questions.forEach(
          (key, question) -> under.put(key, CompletableFuture.supplyAsync(question, pool)));
      under.forEach(
          (key, answer) -> {
            try {
              asked.answers.put(key, Beside.join(answer));
            } catch (AlchemyException e) {
              asked.failed.put(key, e);
            }
          });
      return asked;
    } finally {
      pool.shutdownNow();
    }
  }
}
