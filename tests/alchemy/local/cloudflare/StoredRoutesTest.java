package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The local answers about namespaces, buckets, databases and queues. */
class StoredRoutesTest {
  @TempDir Path folder;
  private LocalCloudflare cloud;

  @BeforeEach
  void open() {
    cloud = new LocalCloudflare(folder);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/storage/kv/namespaces, title,      id,       10013, 400, 10014, 10019",
    "/r2/buckets,            name,       name,     10006, 409, 10004, 10005",
    "/d1/database,           name,       uuid,      7404, 400,  7502,  7400",
    "/queues,                queue_name, queue_id, 11000, 409, 11009, 11003",
  })
  void eachIsMadeOnceAndRefusedWithTheServicesCodes(
      String path, String name, String id, int missing, int takenStatus, int taken, int bad) {
    var made = cloud.call("POST", path, Map.of(name, "first"));
    assertEquals(200, made.status(), made::toString);
    assertEquals("first", made.at("result", name));
    String key = made.at("result", id);
    assertEquals(made.result(), cloud.get(path + "/" + key).result());

    var again = cloud.call("POST", path, Map.of(name, "first"));
    assertEquals(takenStatus, again.status());
    assertEquals(taken, again.code());
    var nameless = cloud.call("POST", path, Map.of());
    assertEquals(400, nameless.status());
    assertEquals(bad, nameless.code());
    var nothing = cloud.get(path + "/nothing");
    assertEquals(404, nothing.status());
    assertEquals(missing, nothing.code());

    cloud.close();
    cloud = new LocalCloudflare(folder);
    assertEquals(made.result(), cloud.get(path + "/" + key).result());
    assertEquals(200, cloud.call("DELETE", path + "/" + key, null).status());
    assertEquals(missing, cloud.call("DELETE", path + "/" + key, null).code());
  }

  @Test
  void listsComeInPagesAndCanBeAskedForAName() {
    for (var each : List.of("one", "two", "three")) {
      cloud.call("POST", "/d1/database", Map.of("name", each));
      cloud.call("POST", "/r2/buckets", Map.of("name", each));
    }
    var page = cloud.get("/d1/database?page=2&per_page=2");
    assertEquals("three", page.at("result", 0, "name"));
    assertEquals(3, (int) page.at("result_info", "total_count"));
    assertEquals(1, cloud.get("/d1/database?name=two").<List<?>>at("result").size());
    var buckets = cloud.get("/r2/buckets?name_contains=t");
    assertEquals(2, buckets.<List<?>>at("result", "buckets").size());
  }

  @Test
  void aQueueKeepsItsConsumersWhenItIsRenamed() {
    var queue = cloud.call("POST", "/queues", Map.of("queue_name", "orders"));
    String path = "/queues/" + queue.at("result", "queue_id");
    var consumer = Map.of("type", "worker", "script_name", "api", "settings", Map.of());
    var made = cloud.call("POST", path + "/consumers", consumer);
    assertEquals(200, made.status(), made::toString);
    assertEquals(11004, cloud.call("POST", path + "/consumers", consumer).code());
    cloud.call("PATCH", path, Map.of("queue_name", "sales"));
    assertEquals(1, (int) cloud.get(path).at("result", "consumers_total_count"));
    assertEquals(1, cloud.get("/queues").<List<?>>at("result").size());

    var one = path + "/consumers/" + made.at("result", "consumer_id");
    var batch = Map.of("script_name", "api", "settings", Map.of("batch_size", 5));
    assertEquals(5, (int) cloud.call("PUT", one, batch).at("result", "settings", "batch_size"));
    assertEquals(1, cloud.get(path + "/consumers").<List<?>>at("result").size());
    assertEquals(200, cloud.call("DELETE", one, null).status());
    assertEquals(11006, cloud.call("DELETE", one, null).code());
    assertTrue(cloud.get(path).<List<?>>at("result", "consumers").isEmpty());
  }

  @Test
  void valuesThatTheServiceDoesNotKnowAreRefusedAndWhatIsNotSaidStays() {
    var delay = Map.of("queue_name", "q", "settings", Map.of("delivery_delay", "5"));
    assertEquals(11003, cloud.call("POST", "/queues", delay).code());
    var frozen = Map.of("name", "bucket", "storageClass", "Frozen");
    assertEquals(10005, cloud.call("POST", "/r2/buckets", frozen).code());
    var auto = Map.of("name", "db", "read_replication", Map.of("mode", "auto"));
    var path = "/d1/database/" + cloud.call("POST", "/d1/database", auto).at("result", "uuid");
    var odd = Map.of("read_replication", Map.of("mode", "odd"));
    assertEquals(7400, cloud.call("PATCH", path, odd).code());
    var kept = cloud.call("PATCH", path, Map.of());
    assertEquals("auto", kept.at("result", "read_replication", "mode"), kept::toString);
  }

  @Test
  void aConsumerThatNobodyCouldDeliverToIsNotKept() {
    var queue = cloud.call("POST", "/queues", Map.of("queue_name", "orders"));
    String path = "/queues/" + queue.at("result", "queue_id") + "/consumers";
    for (var bad :
        List.of(
            Map.of("type", "worker"),
            Map.of("type", "pigeon", "script_name", "api"),
            Map.of("script_name", "api", "settings", List.of()),
            Map.of("script_name", "api", "settings", Map.of("batch_size", "5")),
            Map.of("script_name", "api", "dead_letter_queue", 5))) {
      var refused = cloud.call("POST", path, bad);
      assertEquals(400, refused.status(), () -> bad + ": " + refused);
      assertEquals(10026, refused.code());
    }
    assertTrue(cloud.get(path).<List<?>>at("result").isEmpty());
    assertEquals(200, cloud.call("POST", path, Map.of("type", "http_pull")).status());
  }
}
