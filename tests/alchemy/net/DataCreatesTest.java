package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.App;
import alchemy.Body;
import alchemy.cloudflare.D1Database;
import alchemy.cloudflare.KVNamespace;
import alchemy.cloudflare.Queue;
import alchemy.cloudflare.R2Bucket;
import alchemy.local.Api;
import alchemy.state.RowStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
  void aNamespaceOfSomebodyElseIsNeitherTakenOverNorDeletedWhateverHappensToTheCreate()
      throws IOException {
    Api cloud = SharedCloud.cloud().cloudflare();
    Map<String, String> title = Map.of("title", app + "-kv-local");
    String theirs = cloud.post("/storage/kv/namespaces", title).at("result", "id");
    proxy.on("POST .*/storage/kv/namespaces", 1, Fault.instead(500, "<html>"));

    for (int run = 1; run <= 2; run++) {
      AlchemyException refused =
          assertThrows(
              AlchemyException.class,
              () -> deploy(any -> KVNamespace.of("kv", kv -> kv.delete(true))));
      assertTrue(refused.getMessage().contains("import kv " + theirs), refused::getMessage);
    }
    assertEquals(0, proxy.heard("POST .*/storage/kv/namespaces"));
    assertTrue(state().rows().isEmpty(), state()::toString);
    destroy();
    assertEquals(200, cloud.delete("/storage/kv/namespaces/" + theirs).status());
  }

  @Test
  void aNamespaceThatAnEndedRunMadeIsOursStill() {
    String list = "GET .*/storage/kv/namespaces.*";
    Body one = any -> KVNamespace.of("kv", kv -> kv.delete(true));
    proxy
        .on("POST .*/storage/kv/namespaces", 1, Fault.after(500, "<html>"))
        .on(list, 1, service -> service.answer())
        .on(list, 1, Fault.instead(403, "{\"success\":false,\"errors\":[]}"));

    assertThrows(AlchemyException.class, () -> deploy(one));
    assertTrue(state().row("kv").orElseThrow().isOpenCreate());
    deploy(one);

    assertEquals(1, proxy.heard("POST .*/storage/kv/namespaces"));
    assertEquals(RowStatus.CREATED, state().row("kv").orElseThrow().status());
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
