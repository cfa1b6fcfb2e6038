package alchemy.prisma;

import alchemy.http.Fields;
import alchemy.provider.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Waits until databases of one project are ready. However many are waited for at once, one request
 * asks for all of them: who is to look soon looks when another one does, and an answer that comes
 * while several wait for it is taken by all. Safe for use by several threads.
 */
final class Provisioning {
  private static final List<Duration> WAITS =
      List.of(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1));
  private static final Duration LATER_WAITS = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  // Who wakes up this soon after another one looked need not look again.
  private static final Duration FRESH = Duration.ofMillis(150);

  private record Listing(long begun, List<Fields> databases) {}

  private final String path;
  private final Collection<Long> planned = new ConcurrentLinkedQueue<>();
  private Listing last;

  /**
   * Waits for databases of one project.
   *
   * @param path of the project's databases
   */
  Provisioning(String path) {
    this.path = path;
  }

  /**
   * The database once it is ready. A status that we do not know may become ready, so it is waited
   * for as well.
   *
   * @param made the database as the service told it last
   */
  Fields await(Context context, PrismaApi api, Fields made) {
    String id = made.text("id");
    Fields now = made;
    long looked = System.nanoTime();
    Duration waited = Duration.ZERO;
    String told = null;
    for (int poll = 0; !"ready".equals(now.text("status")); poll++) {
      String status = now.text("status", "unknown");
      if (status.equals("failure") || waited.compareTo(LONGEST) >= 0) {
        throw new DatabaseNotReadyException(id, status, waited);
      }
      if (poll > 0 && !status.equals(told)) {
        context.progress("waiting until the database is ready: " + status);
        told = status;
      }
      waited = waited.plus(pause(context, poll < WAITS.size() ? WAITS.get(poll) : LATER_WAITS));
      Listing listing = listing(api, looked, System.nanoTime() - FRESH.toNanos());
      looked = listing.begun;
      now =
          listing.databases.stream()
              .filter(each -> PrismaApi.sameId(id, each.text("id")))
              .findFirst()
              // Lists may lag behind; one that is gone says so.
              .orElseGet(() -> api.get(DatabaseProvider.path(id)));
    }
    return now;
  }

  private Duration pause(Context context, Duration longest) {
    long now = System.nanoTime();
    long latest = now + longest.toNanos();
    long due =
        planned.stream()
            .filter(each -> each - now > 0 && each - latest <= 0)
            .max(Long::compare)
            .orElse(latest);
    planned.add(due);
    try {
      Duration wait = Duration.ofNanos(due - now);
      context.pause(wait);
      return wait;
    } finally {
      planned.remove(due);
    }
  }

  // Others who want to know wait here for the answer, which is theirs, too.
  private synchronized Listing listing(PrismaApi api, long after, long since) {
    if (last == null || last.begun - after <= 0 || last.begun - since < 0) {
      long begun = System.nanoTime();
      last = new Listing(begun, api.list(path, java.util.Map.of()));
    }
    return last;
  }
}
