package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.Children;
import alchemy.local.Ports;
import alchemy.local.Store;
import alchemy.local.postgres.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HyperdriveTest {
  private static final String CONFIGS = "/hyperdrive/configs";
  // Every character that breaks a connection string that is put together without encoding.
  private static final String PASSWORD = "p@ss:w/o?r#d%'\"\\ é";
  private static final String WORKER =
      """
      import { connect } from "cloudflare:sockets";
      export default {
        async fetch(request, env) {
          const url = new URL(env.HYPERDRIVE.connectionString);
          const socket = connect(env.HYPERDRIVE.host + ":" + env.HYPERDRIVE.port);
          // An SSLRequest, which PostgreSQL answers with one letter.
          const writer = socket.writable.getWriter();
          await writer.write(new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]));
          const { value } = await socket.readable.getReader().read();
          return Response.json({
            user: decodeURIComponent(url.username),
            password: decodeURIComponent(url.password),
            database: decodeURIComponent(url.pathname.slice(1)),
            answer: String.fromCharCode(value[0]),
          });
        },
      };
      """;

  @TempDir static Path postgresFolder;
  private static Children children;
  private static Postgres postgres;

  @TempDir Path folder;
  private LocalCloudflare cloud;

  @BeforeAll
  static void startPostgres() {
    var store = new Store(postgresFolder);
    children = new Children();
    postgres = Postgres.start(store, () -> new Ports(store).take("postgres"), children);
    postgres.databases().create("app");
    postgres.databases().createLogin("app", "reader", PASSWORD);
    postgres.databases().createLogin("app", "writer", "second");
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
    children.close();
  }

  @BeforeEach
  void open() {
    cloud = new LocalCloudflare(folder);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Map<String, Object> origin(Object... changes) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("scheme", "postgresql");
    origin.put("host", "127.0.0.1");
    origin.put("port", postgres.port());
    origin.put("database", "app");
    origin.put("user", "reader");
    origin.put("password", PASSWORD);
    for (int i = 0; i < changes.length; i += 2) {
      origin.put((String) changes[i], changes[i + 1]);
    }
    return origin;
  }

  private LocalCloudflare.Answer create(String name, Map<String, ?> origin) {
    return cloud.call("POST", CONFIGS, Map.of("name", name, "origin", origin));
  }

  @Test
  void aConfigIsMadeReadListedAndDeletedWithoutItsPassword() {
    var made = create("db", origin("adopt", true));
    assertEquals(200, made.status(), made::toString);
    assertFalse(made.toString().contains("p@ss"), made::toString);
    assertFalse(made.result().containsKey("adopt"));
    assertEquals("reader", made.at("result", "origin", "user"));
    assertEquals(60, (int) made.at("result", "caching", "max_age"));
    String id = made.at("result", "id");
    assertEquals(made.result(), cloud.get(CONFIGS + "/" + id).result());
    create("other", origin());
    var page = cloud.get(CONFIGS + "?page=2&per_page=1");
    assertEquals("other", page.at("result", 0, "name"));
    assertEquals(2, (int) page.at("result_info", "total_count"));
    assertEquals(200, cloud.call("DELETE", CONFIGS + "/" + id, null).status());
    var gone = cloud.get(CONFIGS + "/" + id);
    assertEquals(404, gone.status());
    assertEquals(2006, gone.code());
  }

  @Test
  void anOriginThatCannotBeUsedIsRefusedWithTheReason() throws IOException {
    int free;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    assertEquals(2011, create("a", origin("port", free)).code());
    var refused = create("a", origin("password", "not the password"));
    assertEquals(400, refused.status());
    assertEquals(2013, refused.code());
    assertFalse(refused.toString().contains("not the password"));
    assertEquals(2013, create("a", origin("user", "nobody")).code());
    assertEquals(2014, create("a", origin("database", "nothing")).code());
    assertEquals(2008, create("a", origin("host", "no-such-host.invalid")).code());
    assertEquals(2015, create("a", origin("scheme", "mysql")).code());
    assertEquals(2007, create("a", origin("port", 0)).code());
    assertEquals(2007, cloud.call("POST", CONFIGS, Map.of("name", "a")).code());
    assertEquals(0, cloud.get(CONFIGS).<List<?>>at("result").size());
  }

  @Test
  void anOriginBehindAccessIsKeptWithoutATryAndNoWorkerCanBindIt() throws IOException {
    var origin = origin("access_client_id", "id-1", "access_client_secret", "secret-of-access");
    assertEquals(2007, create("db", origin).code());
    origin.remove("port");
    var made = create("db", origin);
    assertEquals(200, made.status(), made::toString);
    assertFalse(made.toString().contains("secret-of-access"), made::toString);
    assertEquals("id-1", made.at("result", "origin", "access_client_id"));
    String id = made.at("result", "id");
    var bound = cloud.upload("api", WORKER, bindings(Map.of("id", id, "type", "hyperdrive")));
    assertTrue(bound.message().contains("behind Access"), bound::toString);
    var open =
        cloud.call("PATCH", CONFIGS + "/" + id, Map.of("origin", origin("host", "127.0.0.1")));
    assertNull(open.<Map<?, ?>>at("result", "origin").get("access_client_id"), open::toString);
  }

  @Test
  void certificatesAreCheckedByTheRulesOfTheirModes() {
    var body = new LinkedHashMap<String, Object>(Map.of("name", "db", "origin", origin()));
    body.put("mtls", Map.of("sslmode", "verify-ca"));
    assertEquals(2007, cloud.call("POST", CONFIGS, body).code());
    body.put("mtls", Map.of("sslmode", "require", "ca_certificate_id", "ca"));
    assertEquals(2007, cloud.call("POST", CONFIGS, body).code());
    body.put("mtls", Map.of("sslmode", "none"));
    assertEquals(2007, cloud.call("POST", CONFIGS, body).code());
  }

  @Test
  void aDatabaseWithoutTlsIsRefusedWhereTheConfigAsksForIt() throws IOException {
    var body = new LinkedHashMap<String, Object>(Map.of("name", "db", "origin", origin()));
    body.put("mtls", Map.of("sslmode", "require"));
    var made = cloud.call("POST", CONFIGS, body);
    assertEquals(200, made.status(), made::toString);
    assertEquals("require", made.at("result", "mtls", "sslmode"));
    try (var plain = new WithoutTls(postgres.port())) {
      body.put("name", "plain");
      body.put("origin", origin("port", plain.port()));
      assertEquals(2012, cloud.call("POST", CONFIGS, body).code());
      body.remove("mtls");
      assertEquals(200, cloud.call("POST", CONFIGS, body).status());
    }
  }

  @Test
  void aPasswordLeavesThisMachineOverTlsAlone() throws IOException {
    // Leads to this machine, and is not an address of its loopback.
    var elsewhere = "0.0.0.0";
    assertEquals(200, create("db", origin("host", elsewhere)).status());
    try (var plain = new WithoutTls(postgres.port())) {
      var origin = new LinkedHashMap<>(origin("port", plain.port()));
      origin.put("host", elsewhere);
      assertEquals(2012, create("plain", origin).code());
    }
  }

  @Test
  void aNameIsTakenOnce() {
    create("db", origin());
    var again = create("db", origin());
    assertEquals(2017, again.code());
    String other = create("other", origin()).at("result", "id");
    assertEquals(2017, cloud.call("PATCH", CONFIGS + "/" + other, Map.of("name", "db")).code());
  }

  @Test
  void putResetsCachingAndKeepsTheLimitAndPatchMerges() {
    var body = new LinkedHashMap<String, Object>(Map.of("name", "db", "origin", origin()));
    body.put("caching", Map.of("disabled", false, "max_age", 7));
    body.put("origin_connection_limit", 8);
    String path = CONFIGS + "/" + cloud.call("POST", CONFIGS, body).at("result", "id");

    var patch = Map.of("name", "", "origin", Map.of("user", "writer", "password", "second"));
    var patched = cloud.call("PATCH", path, patch);
    assertEquals("db", patched.at("result", "name"));
    assertEquals("writer", patched.at("result", "origin", "user"));
    assertEquals(7, (int) patched.at("result", "caching", "max_age"));
    assertEquals(
        2013, cloud.call("PATCH", path, Map.of("origin", Map.of("user", "reader"))).code());

    assertEquals(2007, cloud.call("PUT", path, Map.of("name", "db")).code());
    var put = cloud.call("PUT", path, Map.of("name", "renamed", "origin", origin()));
    assertEquals("renamed", put.at("result", "name"));
    assertEquals(60, (int) put.at("result", "caching", "max_age"));
    assertEquals(8, (int) put.at("result", "origin_connection_limit"));

    var off = cloud.call("PATCH", path, Map.of("caching", Map.of("disabled", true)));
    assertNull(off.<Map<?, ?>>at("result", "caching").get("max_age"));
  }

  @Test
  void aWorkerReachesItsDatabaseAndFollowsTheConfig() throws IOException {
    var missing = cloud.upload("api", WORKER, bindings(Map.of("id", "nope", "type", "hyperdrive")));
    assertEquals(400, missing.status());
    assertEquals(10157, missing.code());

    String id = create("db", origin()).at("result", "id");
    var made = cloud.upload("api", WORKER, bindings(Map.of("id", id, "type", "hyperdrive")));
    assertEquals(200, made.status(), made::toString);
    var url = cloud.enable("api");
    var first = LocalCloudflare.fetch(url);
    assertTrue(first.contains("\"user\":\"reader\""), first);
    assertTrue(first.contains("\"database\":\"app\",\"answer\":\"S\""), first);
    var password =
        (String)
            ((Map<?, ?>)
                    alchemy.local.Json.read(
                        first.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .get("password");
    assertEquals(PASSWORD, password);

    cloud.call(
        "PATCH",
        CONFIGS + "/" + id,
        Map.of("origin", Map.of("user", "writer", "password", "second")));
    assertTrue(LocalCloudflare.fetch(url).contains("\"user\":\"writer\""));
  }

  private static Map<String, ?> bindings(Map<String, ?> one) {
    var binding = new LinkedHashMap<String, Object>(one);
    binding.put("name", "HYPERDRIVE");
    return Map.of("bindings", List.of(binding));
  }
}
