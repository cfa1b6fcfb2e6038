package alchemy.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A question that is asked on a thread of its own while its asker goes on: almost all of its time
 * it waits for a service.
 *
 * @param <T> the answer
 */
public final class Beside<T> {
  private final CompletableFuture<T> answer;

  private Beside(CompletableFuture<T> answer) {
    this.answer = answer;
  }

  /** Asks; not in the pool that all share, which has a thread a core, and none for waiting. */
  public static <T> Beside<T> ask(Supplier<T> question) {
    return new Beside<>(CompletableFuture.supplyAsync(question, Beside::start));
  }

  /** Waits for the answer, and throws what the question threw. */
  public T answer() {
    return join(answer);
  }

  /** Waits for a result, and throws what it failed with as it was thrown. */
  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "alchemy-beside");
    thread.setDaemon(true);
    thread.start();
  }
}
