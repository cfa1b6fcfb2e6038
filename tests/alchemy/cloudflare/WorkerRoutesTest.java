package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.provider.Existing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerRoutesTest extends WorkerCase {
  private static final String ROUTE = "/zones/z1/workers/routes/r1";
  private static final String DOMAIN = "/workers/domains/d1";
  private static final Outputs REACHED =
      KNOWN.at(Map.of(ROUTE, "example.com/*", DOMAIN, "app.example.com"));

  private static final String ROUTED =
      "{\"id\":\"r1\",\"pattern\":\"example.com/*\",\"script\":\"w\"}";
  private static final String SHOPS =
      "[{\"id\":\"r1\",\"pattern\":\"example.com/*\",\"script\":\"shop\"}]";

  private static List<String> routes(String... texts) {
    return List.of(texts);
  }

  @Test
  void aRouteIsMadeInTheZoneThatCoversItsHost() {
    says("[]").says(200, "{\"success\":true,\"result\":[{\"id\":\"z1\"}]}");
    says("[{\"id\":\"r0\",\"pattern\":\"example.com/*\",\"script\":\"other\"}]");
    says("{\"id\":\"r1\"}");
    Outputs after = update(props(), props("routes", routes("*.api.example.com/v1/*")));
    assertEquals(
        List.of(
            "GET /zones?account.id=acc&name=api.example.com&page=1&per_page=50",
            "GET /zones?account.id=acc&name=example.com&page=1&per_page=50",
            "GET /zones/z1/workers/routes",
            "POST /zones/z1/workers/routes"),
        server.lines());
    assertEquals(Map.of("pattern", "*.api.example.com/v1/*", "script", "w"), server.last().json());
    assertEquals(Map.of(ROUTE, "*.api.example.com/v1/*"), after.places());
  }

  @Test
  void aCustomDomainIsMadeWithItsZone() {
    says("[]").says(200, "{\"success\":true,\"result\":[{\"id\":\"z1\"}]}");
    says("{\"id\":\"d1\"}");
    Outputs after = update(props(), props("domains", routes("example.com")));
    assertEquals("PUT /accounts/acc/workers/domains", server.lines().get(2));
    assertEquals(
        Map.of("hostname", "example.com", "service", "w", "zone_id", "z1"), server.last().json());
    assertEquals(Map.of(DOMAIN, "example.com"), after.places());
  }

  @Test
  void whatIsWantedNoMoreIsTakenAwayAndNothingElseIsTouched() {
    says(ROUTED).says(200, DONE);
    Outputs after =
        update(
            props("routes", routes("example.com/*"), "domains", routes("app.example.com")),
            REACHED,
            props("domains", routes("app.example.com")));
    assertEquals(List.of("GET " + ROUTE, "DELETE " + ROUTE), server.lines());
    assertEquals(Map.of(DOMAIN, "app.example.com"), after.places());
  }

  @Test
  void anInterruptedRunsRouteIsFoundAndNotMadeTwice() {
    says("[{\"id\":\"z1\"}]");
    says("[{\"id\":\"r1\",\"pattern\":\"example.com/*\",\"script\":\"w\"}]");
    Outputs after =
        update(props("crons", List.of()), KNOWN, props("routes", routes("example.com/*")));
    assertEquals(Map.of(ROUTE, "example.com/*"), after.places());
    assertEquals(2, server.heard().size());
  }

  @Test
  void whatLeadsToAnotherWorkerIsNotTakenFromIt() {
    says("[{\"id\":\"z1\"}]");
    says("[{\"id\":\"r1\",\"pattern\":\"example.com/*\",\"script\":\"shop\"}]");
    server.says(200, tagged("alchemy:another"));
    RouteTakenException route =
        assertThrows(
            RouteTakenException.class,
            () -> update(props(), props("routes", routes("example.com/*"))));
    assertTrue(route.getMessage().contains("the Worker \"shop\""), route::getMessage);
    says("[{\"id\":\"d1\",\"hostname\":\"app.example.com\",\"service\":\"shop\"}]");
    server.says(404, NONE);
    assertThrows(
        RouteTakenException.class,
        () -> update(props(), props("domains", routes("app.example.com"))));
  }

  @Test
  void aHostOfNoZoneIsTold() {
    says("[]").says(200, "{\"success\":true,\"result\":[]}");
    ZoneMissingException e =
        assertThrows(
            ZoneMissingException.class,
            () -> update(props(), props("routes", routes("www.example.net/*"))));
    assertTrue(e.getMessage().contains("no zone for www.example.net"), e::getMessage);
  }

  @Test
  void whatWasChangedByHandIsReadBack() {
    server.says(200, SETTINGS).says(404, NONE);
    says("{\"enabled\":false,\"previews_enabled\":false}");
    says(
        "[{\"id\":\"r2\",\"pattern\":\"example.com/new\",\"script\":\"w\"},"
            + "{\"id\":\"r3\",\"pattern\":\"example.com/other\",\"script\":\"other\"}]");
    says("[{\"id\":\"d1\",\"hostname\":\"app.example.com\",\"service\":\"w\"}]");
    says("{\"schedules\":[]}");
    var now =
        workers
            .inspect(call, new Existing<>("w", props("routes", routes("example.com/*")), REACHED))
            .orElseThrow();
    assertEquals(routes("example.com/new"), now.props().routes());
    assertEquals(routes("app.example.com"), now.props().domains());
    assertEquals(
        Map.of("/zones/z1/workers/routes/r2", "example.com/new", DOMAIN, "app.example.com"),
        now.outputs().places());
  }

  @Test
  void deletingTakesAwayRoutesAndDomainsFirstAndNotThoseOfOthers() {
    Outputs routed = KNOWN.at(Map.of(ROUTE, "example.com/*"));
    server.says(200, SETTINGS);
    says(ROUTED).says(404, NONE).says(200, DONE);
    workers.delete(call, new Existing<>("w", props(), routed));
    assertEquals(
        List.of("GET " + ROUTE, "DELETE " + ROUTE, "DELETE " + SCRIPT),
        server.lines().subList(1, 4));
    server.says(200, SETTINGS);
    says(ROUTED.replace("\"w\"", "\"other\"")).says(200, DONE);
    workers.delete(call, new Existing<>("w", props(), routed));
    assertEquals(List.of("GET " + ROUTE, "DELETE " + SCRIPT), server.lines().subList(5, 7));
  }

  @Test
  void theRouteOfTheWorkerThatIsReplacedIsTurnedOver() {
    says("[{\"id\":\"z1\"}]");
    says(SHOPS).says(200, tagged("alchemy:x1y2\",\"alchemy:x1y2:id"));
    server.says(200, DONE);
    Outputs after = update(props(), props("routes", routes("example.com/*")));
    assertEquals("PUT " + ROUTE, server.last().line());
    assertEquals(Map.of("pattern", "example.com/*", "script", "w"), server.last().json());
    assertEquals(Map.of(ROUTE, "example.com/*"), after.places());
  }

  @Test
  void theRouteThatAnotherWorkerOfTheStageLeavesIsWaitedFor() {
    says("[{\"id\":\"z1\"}]");
    says(SHOPS).says(200, tagged("alchemy:x1y2\",\"alchemy:x1y2:shop"));
    says("[]").says(200, "{\"success\":true,\"result\":{\"id\":\"r2\"}}");
    Outputs after = update(props(), props("routes", routes("example.com/*")));
    assertEquals(List.of(1000L), call.waits());
    assertEquals(Map.of("/zones/z1/workers/routes/r2", "example.com/*"), after.places());
  }

  @Test
  void theRouteThatAnotherWorkerOfTheStageKeepsAWhileIsTurnedOver() {
    says("[{\"id\":\"z1\"}]");
    for (int i = 0; i < 3; i++) {
      says(SHOPS).says(200, tagged("alchemy:x1y2\",\"alchemy:x1y2:shop"));
    }
    server.says(200, DONE);
    Outputs after = update(props(), props("routes", routes("example.com/*")));
    assertEquals("PUT " + ROUTE, server.last().line());
    assertEquals(Map.of("pattern", "example.com/*", "script", "w"), server.last().json());
    assertEquals(Map.of(ROUTE, "example.com/*"), after.places());
  }

  @Test
  void domainsThatTheScriptNeverMentionsAreNotLookedAt() {
    Outputs routed = KNOWN.at(Map.of(ROUTE, "example.com/*"));
    server.says(200, SETTINGS).says(404, NONE);
    says("{\"enabled\":false,\"previews_enabled\":false}");
    says("[" + ROUTED + "]").says(200, "{\"success\":true,\"result\":{\"schedules\":[]}}");
    var now =
        workers
            .inspect(call, new Existing<>("w", props("routes", routes("example.com/*")), routed))
            .orElseThrow();
    assertNull(now.props().domains());
    assertEquals(routed.places(), now.outputs().places());
    assertTrue(
        server.lines().stream().noneMatch(each -> each.contains("/workers/domains")),
        () -> server.lines().toString());
  }

  private static String tagged(String tags) {
    return "{\"success\":true,\"result\":{\"tags\":[\"" + tags + "\"]}}";
  }
}
