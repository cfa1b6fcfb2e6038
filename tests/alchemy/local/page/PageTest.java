package alchemy.local.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.Loopback;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page over HTTP, as a browser and as others ask for it. */
class PageTest {
  private static final List<String> ADDRESSES =
      List.of("/page/", "/page/page.js", "/page/page.css", "/page/page.svg", "/page/state");
  private static final String NAME = "<script>alert(1)</script>";

  @TempDir static Path folder;
  private static TestCloud cloud;
  private static PageClient page;
  private static String database;
  private static String password;

  @BeforeAll
  static void start() throws IOException {
    cloud = new TestCloud(folder, line -> {});
    page = new PageClient(cloud.page());
    var made = cloud.prisma().post("/v1/projects", Map.of("name", NAME));
    database = made.<String>at("data", "database", "id").replace("db_", "");
    password = made.at("data", "database", "directConnection", "pass");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void withoutTheTokenNothingIsShown() throws IOException {
    for (var each : ADDRESSES) {
      for (var cookie :
          List.of("x=y", page.cookie() + "0", page.cookie().replaceFirst("=.", "="))) {
        var answer = page.get(each, "Cookie", cookie);
        assertEquals(401, answer.statusCode(), each + " with " + cookie);
        assertTrue(answer.body().contains("alchemy local"), answer.body());
      }
      assertEquals(200, page.get(each, "Cookie", "a=b; " + page.cookie()).statusCode(), each);
    }
    var sql = Map.of("id", "1", "database", database, "text", "select 1");
    assertEquals(401, page.post("/page/sql", sql, "Origin", page.origin()).statusCode());
    assertEquals(401, page.get("/?token=" + "0".repeat(40)).statusCode());
    // A client of the APIs is told where they are; a browser that has the cookie goes to the page.
    assertTrue(page.get("/").body().contains("/client/v4"));
    assertEquals(303, page.get("/", "Accept", "text/html").statusCode());
  }

  @Test
  void theTokenBecomesACookieThatNeitherScriptsNorWorkersSee() throws IOException {
    var answer = page.get("/?" + cloud.page().getQuery());
    assertEquals(303, answer.statusCode());
    assertEquals("/page/", answer.headers().firstValue("Location").orElseThrow());
    assertTrue(
        answer
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .matches(
                "alchemy-page-%d=[0-9a-f]{40}; Path=/page; HttpOnly; SameSite=Strict"
                    .formatted(cloud.page().getPort())));
  }

  @Test
  void aForeignHostOrOriginIsRefusedAlsoWithTheCookie() throws IOException {
    try (var socket = new Socket(Loopback.HOST, cloud.page().getPort())) {
      var head = "GET /page/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nCookie: ";
      socket
          .getOutputStream()
          .write((head + page.cookie() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    }
    var sql = Map.of("id", "1", "database", database, "text", "select 1");
    var cookie = page.cookie();
    for (var origin : List.of("http://evil.example", "http://127.0.0.1:1", "null")) {
      var refused = page.post("/page/sql", sql, "Cookie", cookie, "Origin", origin);
      assertEquals(403, refused.statusCode(), origin);
    }
    assertEquals(403, page.post("/page/sql", sql, "Cookie", cookie).statusCode());
    assertEquals(200, page.own("/page/sql", sql).statusCode());
  }

  @Test
  void theBrowserIsToldToRunNothingFromElsewhere() throws IOException {
    Set<String> policies = new HashSet<>();
    for (var each : ADDRESSES) {
      for (var cookie : List.of(page.cookie(), "none=0")) {
        var headers = page.get(each, "Cookie", cookie).headers();
        policies.addAll(headers.allValues("Content-Security-Policy"));
        assertEquals(List.of("nosniff"), headers.allValues("X-Content-Type-Options"), each);
        assertEquals(List.of("no-store"), headers.allValues("Cache-Control"), each);
        assertEquals(
            List.of("same-origin"), headers.allValues("Cross-Origin-Resource-Policy"), each);
        assertEquals(List.of("no-referrer"), headers.allValues("Referrer-Policy"), each);
      }
    }
    assertEquals(1, policies.size(), policies::toString);
    var policy = policies.iterator().next();
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertTrue(policy.contains("trusted-types 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    // What the policy says of the script, the script's own words say, too.
    var script = page.get("/page/page.js", "Cookie", page.cookie()).body();
    assertFalse(script.contains("innerHTML") || script.contains("eval("));
  }

  @Test
  void whatRunsAndHappensIsShownWithoutSecrets() throws Exception {
    var before = page.state("");
    long last =
        before.<List<Map<?, ?>>>at("entries").stream()
            .mapToLong(each -> ((Number) each.get("n")).longValue())
            .max()
            .orElseThrow();
    String run = before.at("run");
    assertEquals(NAME, before.at("running", "databases", 0, "project"));
    String url = before.at("running", "databases", 0, "connections", 0, "url");
    assertTrue(url.matches("postgres://con_\\w+:\\*\\*\\*@127.0.0.1:\\d+/db_\\w+\\?.*"), url);

    var code =
        "export default { fetch(r, env) { console.log('it was asked'); return new Response('hi'); }"
            + " };";
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("main_module", "w.js");
    metadata.put("compatibility_date", "2026-11-01");
    metadata.put(
        "bindings",
        List.of(
            Map.of("type", "secret_text", "name", "KEY", "text", "s3cret-of-the-worker"),
            Map.of("type", "plain_text", "name", "WORD", "text", "plain-but-not-shown")));
    cloud
        .cloudflare()
        .form("PUT", "/workers/scripts/shown", "metadata", metadata, Map.of("w.js", code));
    cloud.cloudflare().post("/workers/scripts/shown/subdomain", Map.of("enabled", true));
    var state = page.state("");
    String address = state.at("running", "workers", 0, "url");
    assertEquals(true, state.at("running", "workers", 0, "running"));
    assertEquals("KEY", state.at("running", "workers", 0, "bindings", 0, "name"));

    // The page waits for what comes next; it needs not ask again and again.
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address + "/hello?token=s3cret-of-the-query"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    var seen = new StringBuilder(state.tree().toString());
    while (!seen.toString().contains("it was asked") || !seen.toString().contains("path=/hello,")) {
      var next = page.state("run=" + run + "&after=" + last);
      List<Map<?, ?>> entries = next.at("entries");
      for (var each : entries) {
        last = Math.max(last, ((Number) each.get("n")).longValue());
      }
      seen.append(next.tree());
    }
    assertTrue(seen.toString().contains("method=PUT, path=/client/v4/accounts/"), seen::toString);
    for (var secret :
        List.of(password, "s3cret", "plain-but", page.cookie().replaceFirst(".*=", ""))) {
      assertFalse(seen.toString().contains(secret), secret);
    }
    // The page itself is neither among the requests nor in their log.
    assertFalse(seen.toString().contains("path=/page"), seen::toString);
    assertFalse(Files.readString(folder.resolve("requests.ndjson")).contains("/page"));
  }

  @Test
  void severalStatementsRunAsTheOwnerUntilOneFails() throws IOException {
    var made =
        page.sql(
            database,
            """
            create table posts (id serial primary key, title text); -- ; not here
            insert into posts (title) values ('a;b'), (null);
            select id, title, current_user as "who?" from posts order by id;
            do $$ begin raise notice 'noted; too'; end $$\
            """);
    assertNull(made.at("error"), made::toString);
    assertEquals(2, made.<Integer>at("results", 1, "count"));
    assertEquals(
        List.of("1", "a;b", "db_" + database + "_owner"), made.at("results", 2, "rows", 0));
    assertNull(made.at("results", 2, "rows", 1, 1));
    assertEquals("serial", fieldOf(made.at("results", 2, "columns", 0), "type"));
    assertEquals(List.of("noted; too"), made.at("results", 3, "notices"));

    var failed = page.sql(database, "select 1;\n\n  select 'ü', nope\n from posts; select 3");
    assertEquals(1, failed.<List<?>>at("results").size());
    assertEquals("column \"nope\" does not exist", failed.at("error", "message"));
    assertEquals("42703", failed.at("error", "code"));
    assertEquals(List.of(3, 15), List.of(failed.at("error", "line"), failed.at("error", "column")));
    assertEquals(25, failed.<Integer>at("error", "position"));
    assertEquals(
        "0",
        page.sql(database, "begin; delete from posts; rollback; select count(*) - 2 from posts")
            .at("results", 3, "rows", 0, 0));
  }

  private static Object fieldOf(Map<?, ?> tree, String name) {
    return tree.get(name);
  }

  @Test
  void rowsCellsAndTimeHaveLimits() throws IOException {
    var many = page.sql(database, "select g, repeat('x', 5000) from generate_series(1, 10000) g");
    assertEquals(200, many.<List<?>>at("results", 0, "rows").size());
    assertEquals(true, many.at("results", 0, "more"));
    assertEquals(2_002, many.<String>at("results", 0, "rows", 0, 1).length());
    assertEquals(
        false, page.sql(database, "select generate_series(1, 200)").at("results", 0, "more"));
    assertEquals(
        "10s", page.sql(database, "show statement_timeout").at("results", 0, "rows", 0, 0));
    var large = page.sql(database, "select repeat('x', 33000000)");
    assertTrue(large.<String>at("error", "message").contains("maxResultBuffer"), large::toString);
  }

  @Test
  void nobodyBecomesMoreThanTheOwner() throws IOException {
    for (var each :
        List.of(
            "reset role; select rolpassword from pg_authid",
            "reset role; copy (select 1) to program 'true'",
            "set session authorization postgres",
            "select pg_read_file('PG_VERSION')")) {
      assertEquals("42501", page.sql(database, each).at("error", "code"), each);
    }
    var gone = page.sql("nowhere", "select 1");
    assertEquals("This database is no longer there.", gone.at("error", "message"));
  }

  @Test
  void whatRunsCanBeCancelled() throws Exception {
    var answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                var body = Map.of("id", "long", "database", database, "text", "select pg_sleep(9)");
                return page.own("/page/sql", body).body();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (var ended = false; !ended; ) {
      assertEquals(204, page.own("/page/cancel", Map.of("id", "long")).statusCode());
      try {
        assertTrue(answer.get(50, TimeUnit.MILLISECONDS).contains("cancel"), answer::join);
        ended = true;
      } catch (TimeoutException e) {
        // It had not begun.
      }
    }
  }

  @Test
  void aDatabaseThatWasQueriedCanBeDeleted() throws IOException {
    var project = cloud.prisma().post("/v1/projects", Map.of("name", "p")).id();
    var made = cloud.prisma().post("/v1/databases", Map.of("projectId", project, "name", "d"));
    assertNull(page.sql(made.id().replace("db_", ""), "create table t ()").at("error"));
    assertEquals(204, cloud.prisma().delete("/v1/databases/" + made.id()).status());
  }
}
