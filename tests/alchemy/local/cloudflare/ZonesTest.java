package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.Json;
import alchemy.local.cloudflare.LocalCloudflare.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZonesTest {
  private static final String WORKER = "export default { fetch() { return new Response('x'); } };";

  @TempDir Path folder;
  private LocalCloudflare cloud;

  @BeforeEach
  void open() {
    cloud = new LocalCloudflare(folder);
    cloud.upload("w", WORKER, Map.of());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Answer zones(String method, String path, Object body) {
    var bytes = body == null ? new byte[0] : Json.write(body);
    return cloud.send(cloud.token(), method, "/zones" + path, "application/json", bytes);
  }

  private String zone() {
    return zones("GET", "?name=example.com", null).at("result", 0, "id");
  }

  @Test
  void theAccountHasOneZoneAndNoOther() {
    assertEquals("example.com", zones("GET", "", null).at("result", 0, "name"));
    assertEquals(List.of(), zones("GET", "?name=example.org", null).at("result"));
    assertEquals(404, zones("GET", "/other", null).status());
  }

  @Test
  void aRouteIsMadeChangedListedAndGoesWithItsWorker() {
    var path = "/" + zone() + "/workers/routes";
    var route = Map.of("pattern", "example.com/api/*", "script", "w");
    var made = zones("POST", path, route);
    String id = made.at("result", "id");
    assertEquals(10020, zones("POST", path, route).code());
    assertEquals(
        10007, zones("POST", path, Map.of("pattern", "a.example.com/*", "script", "no")).code());
    var elsewhere = zones("POST", path, Map.of("pattern", "*.example.org/*", "script", "w"));
    assertTrue(elsewhere.message().contains("has example.com"), elsewhere::message);
    var changed = Map.of("pattern", "*.example.com/*", "script", "w");
    assertEquals(200, zones("PUT", path + "/" + id, changed).status());
    assertEquals("*.example.com/*", zones("GET", path, null).at("result", 0, "pattern"));
    cloud.close();
    cloud = new LocalCloudflare(folder);
    assertEquals("w", zones("GET", path + "/" + id, null).at("result", "script"));
    cloud.call("DELETE", "/workers/scripts/w", null);
    assertEquals(List.of(), zones("GET", path, null).at("result"));
  }

  @Test
  void aCustomDomainBelongsToOneWorker() {
    var domain = Map.of("hostname", "shop.example.com", "service", "w");
    var made = cloud.call("PUT", "/workers/domains", domain);
    assertEquals("example.com", made.at("result", "zone_name"), made::toString);
    String id = made.at("result", "id");
    assertEquals(id, cloud.call("PUT", "/workers/domains", domain).at("result", "id"));
    cloud.upload("other", WORKER, Map.of());
    var taken = Map.of("hostname", "shop.example.com", "service", "other");
    assertEquals(100117, cloud.call("PUT", "/workers/domains", taken).code());
    assertEquals(id, cloud.get("/workers/domains?service=w").at("result", 0, "id"));
    assertEquals(List.of(), cloud.get("/workers/domains?service=other").at("result"));
    assertEquals(200, cloud.call("DELETE", "/workers/domains/" + id, null).status());
    assertEquals(10007, cloud.get("/workers/domains/" + id).code());
  }

  @Test
  void wranglersShortCutsSetAllOfAWorkerAtOnce() {
    var scripts = "/workers/scripts/w";
    var two = List.of(Map.of("pattern", "a.example.com/*"), Map.of("pattern", "b.example.com/*"));
    assertEquals(200, cloud.call("PUT", scripts + "/routes", two).status());
    cloud.call("PUT", scripts + "/routes", List.of(Map.of("pattern", "b.example.com/*")));
    var left = zones("GET", "/" + zone() + "/workers/routes", null);
    assertEquals(1, left.<List<?>>at("result").size());
    assertEquals("b.example.com/*", left.at("result", 0, "pattern"));
    var origins = List.of(Map.of("hostname", "c.example.com"));
    var changes = cloud.call("POST", scripts + "/domains/changeset?replace_state=true", origins);
    assertEquals("c.example.com", changes.at("result", "added", 0, "hostname"));
    cloud.call("PUT", scripts + "/domains/records", Map.of("origins", origins));
    assertEquals("w", cloud.get("/workers/domains").at("result", 0, "service"));
  }

  @Test
  void whatIsOnlyKeptIsToldBack() {
    var metadata =
        Map.of(
            "placement", Map.of("mode", "smart"),
            "limits", Map.of("cpu_ms", 50),
            "logpush", true,
            "observability", Map.of("enabled", true),
            "tail_consumers", List.of(Map.of("service", "w")),
            "cache_options", Map.of("enabled", true));
    cloud.upload("kept", WORKER, metadata);
    var told = cloud.get("/workers/scripts/kept/settings").result();
    metadata.forEach((name, value) -> assertEquals(value, told.get(name), name));
    var producer = cloud.get("/workers/tails/by-consumer/w");
    assertEquals("kept", producer.at("result", 0, "producer", "service"));
    assertEquals(
        "kept", cloud.get("/workers/scripts-search?name=ep").at("result", 0, "script_name"));
  }
}
