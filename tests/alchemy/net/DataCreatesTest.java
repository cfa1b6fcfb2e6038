package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.App;
import alchemy.cloudflare.D1Database;
import alchemy.cloudflare.KVNamespace;
import alchemy.cloudflare.Queue;
import alchemy.cloudflare.R2Bucket;
import alchemy.state.RowStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds data is made once, also where the answer to its create is lost. */
class DataCreatesTest extends NetCase {
  private static final List<String> CREATES =
      List.of(
          "POST .*/storage/kv/namespaces",
          "POST .*/r2/buckets",
          "POST .*/d1/database",
          "POST .*/queues");

  private static void four(App app) {
    KVNamespace.of("kv", kv -> kv.delete(true));
    R2Bucket.of("bucket", bucket -> bucket.delete(true).jurisdiction("eu"));
    D1Database.of("db", db -> db.delete(true).readReplication(true));
    Queue.of("queue", queue -> queue.delete(true).deliveryPaused(true));
  }

  @Test
  void whatALostAnswerWouldHaveToldIsFoundByItsName() {
    CREATES.forEach(each -> proxy.on(each, 1, Fault.answerLost()));

    deploy(DataCreatesTest::four);

    for (String each : CREATES) {
      assertEquals(1, proxy.forwarded(each), each);
    }
    assertEquals(4, state().rows().size());
    state()
        .rows()
        .values()
        .forEach(row -> assertEquals(RowStatus.CREATED, row.status(), row::toString));
    assertEquals("eu/" + app + "-bucket-local", state().row("bucket").orElseThrow().remoteId());
    int heard = proxy.lines().size();
    deploy(DataCreatesTest::four);
    assertEquals(heard, proxy.lines().size());
  }

  @Test
  void whatDidNotArriveIsLookedForAndThenMade() {
    CREATES.forEach(each -> proxy.on(each, 1, Fault.dropped()));

    deploy(DataCreatesTest::four);

    for (String each : CREATES) {
      assertEquals(2, proxy.heard(each), each);
      assertEquals(1, proxy.forwarded(each), each);
    }
  }
}
