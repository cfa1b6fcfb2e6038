package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.cloudflare.HyperdriveProvider.AccessToken;
import alchemy.cloudflare.HyperdriveProvider.Mtls;
import alchemy.cloudflare.HyperdriveProvider.Outputs;
import alchemy.cloudflare.HyperdriveProvider.Props;
import alchemy.http.CheckCall;
import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import alchemy.http.ServiceException;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HyperdriveProviderTest {
  private static final Secret ORIGIN = Secret.of("postgres://us%40er:p%40ss@db.prisma.io/?x=1");
  private static final Map<String, Object> ORIGIN_BODY =
      Map.ofEntries(
          Map.entry("scheme", "postgres"),
          Map.entry("host", "db.prisma.io"),
          Map.entry("port", 5432L),
          Map.entry("database", "postgres"),
          Map.entry("user", "us@er"),
          Map.entry("password", "p@ss"));
  private static final String CONFIGS = "/accounts/acc/hyperdrive/configs";
  private static final String CONFIG =
      "{\"success\":true,\"errors\":null,\"messages\":null,\"result\":{\"id\":\"h1\","
          + "\"name\":\"app-id-stage\",\"created_on\":\"2026-01-01T00:00:00Z\","
          + "\"origin\":{\"host\":\"db.prisma.io\"}}}";

  private final HyperdriveProvider hyperdrives = new HyperdriveProvider();
  private final ProviderCall call = new ProviderCall().named("App-id-stage");
  private RecordedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordedServer();
    call.with("CLOUDFLARE_API_BASE_URL", server.base())
        .with("CLOUDFLARE_API_TOKEN", "cloudflare-token")
        .with("CLOUDFLARE_ACCOUNT_ID", "acc");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Props props(Secret origin) {
    return new Props(
        null, origin, null, null, null, null, null, null, true, Secret.of("own-token-1"), null);
  }

  private static String error(String code, String message) {
    return "{\"success\":false,\"errors\":[{\"code\":"
        + code
        + ",\"message\":\""
        + message
        + "\"}],\"result\":null}";
  }

  @Test
  void onlyFieldsOfTheApiAreSentAndTheOriginIsDecoded() {
    server.says(200, CONFIG);
    Outputs made = hyperdrives.create(call, props(ORIGIN));
    assertEquals("POST " + CONFIGS, server.last().line());
    assertEquals(Map.of("name", "app-id-stage", "origin", ORIGIN_BODY), server.last().json());
    assertEquals(List.of("Bearer own-token-1"), server.last().headers().get("Authorization"));
    assertEquals(
        new Outputs("h1", "app-id-stage", Instant.parse("2026-01-01T00:00:00Z"), null, null), made);
    assertEquals(List.of("h1"), call.savedIds());
  }

  @Test
  void cachingAndLimitAreSentWhenTheyAreSet() {
    server.says(200, CONFIG).says(200, CONFIG);
    hyperdrives.create(
        call,
        new Props(
            "hd", ORIGIN, null, null, null, Duration.ofSeconds(30), null, 8, null, null, null));
    assertEquals(
        Map.of(
            "name",
            "hd",
            "origin",
            ORIGIN_BODY,
            "caching",
            Map.of("disabled", false, "max_age", 30L, "stale_while_revalidate", 15L),
            "origin_connection_limit",
            8L),
        server.last().json());
    hyperdrives.create(
        call, new Props("hd", ORIGIN, null, null, false, null, null, null, null, null, null));
    assertEquals(
        Map.of("name", "hd", "origin", ORIGIN_BODY, "caching", Map.of("disabled", true)),
        server.last().json());
  }

  @Test
  void anUpdateSendsOnlyWhatDiffers() {
    server.says(200, CONFIG).says(200, CONFIG).says(200, CONFIG);
    Outputs outputs = new Outputs("h1", "app-id-stage", null, null, null);
    Existing<Props, Outputs> existing = new Existing<>("h1", props(ORIGIN), outputs);
    hyperdrives.update(call, existing, props(Secret.of("mysql://a:b@c/d")));
    assertEquals("PATCH " + CONFIGS + "/h1", server.last().line());
    Map<?, ?> body = (Map<?, ?>) server.last().json();
    assertEquals(java.util.Set.of("origin"), body.keySet());
    hyperdrives.update(
        call,
        existing,
        new Props("n", ORIGIN, null, null, false, null, null, null, null, null, null));
    assertEquals(Map.of("name", "n", "caching", Map.of("disabled", true)), server.last().json());
    hyperdrives.update(call, existing, props(ORIGIN));
    assertEquals("GET " + CONFIGS + "/h1", server.last().line());
  }

  @Test
  void credentialsAreChangedByThemselvesAndAnotherPlaceTakesAllOfTheOrigin() {
    says(3);
    Existing<Props, Outputs> existing =
        new Existing<>("h1", props(ORIGIN), new Outputs("h1", "app-id-stage", null, null, null));
    hyperdrives.update(call, existing, props(Secret.of("postgres://us%40er:new@db.prisma.io/")));
    assertEquals(Map.of("origin", Map.of("password", "new")), server.last().json());
    hyperdrives.update(call, existing, props(Secret.of("postgres://a:p%40ss@db.prisma.io/app")));
    assertEquals(Map.of("origin", Map.of("user", "a", "database", "app")), server.last().json());
    hyperdrives.update(call, existing, props(Secret.of("postgres://a:b@db.prisma.io:1/c")));
    assertEquals(
        java.util.Set.of("scheme", "host", "port", "database", "user", "password"),
        ((Map<?, ?>) ((Map<?, ?>) server.last().json()).get("origin")).keySet());
  }

  @Test
  void anOriginBehindAccessHasItsTokenAndNoPort() {
    says(3);
    Secret url = Secret.of("postgres://u:pw-of-u@db.example.com/app");
    AccessToken token = new AccessToken("client.access", Secret.of("client-secret-1"));
    Props wanted = with(url, token, null);
    hyperdrives.create(call, wanted);
    Map<String, Object> origin =
        Map.of(
            "scheme", "postgres",
            "host", "db.example.com",
            "database", "app",
            "user", "u",
            "password", "pw-of-u",
            "access_client_id", "client.access",
            "access_client_secret", "client-secret-1");
    assertEquals(Map.of("name", "app-id-stage", "origin", origin), server.last().json());
    Existing<Props, Outputs> existing =
        new Existing<>("h1", wanted, new Outputs("h1", "app-id-stage", null, null, null));
    hyperdrives.update(
        call, existing, with(url, new AccessToken("other", token.clientSecret()), null));
    Map<String, Object> other = new java.util.HashMap<>(origin);
    other.put("access_client_id", "other");
    assertEquals(Map.of("origin", other), server.last().json());
    hyperdrives.update(call, existing, props(url));
    assertTrue(server.last().text().contains("\"port\":5432"), server.last()::text);
    assertFalse(server.last().text().contains("access"), server.last()::text);
  }

  @Test
  void certificatesAreSentByTheirIdsAndTakenAwayWhenTheyLeaveTheScript() {
    says(3);
    Props wanted = with(ORIGIN, null, new Mtls("ca-1", "cert-1", "verify-full"));
    hyperdrives.create(call, wanted);
    Map<String, Object> mtls =
        Map.of(
            "ca_certificate_id", "ca-1", "mtls_certificate_id", "cert-1", "sslmode", "verify-full");
    assertEquals(
        Map.of("name", "app-id-stage", "origin", ORIGIN_BODY, "mtls", mtls), server.last().json());
    Existing<Props, Outputs> existing =
        new Existing<>("h1", wanted, new Outputs("h1", "app-id-stage", null, null, null));
    hyperdrives.update(call, existing, with(ORIGIN, null, new Mtls(null, null, "require")));
    assertEquals(Map.of("mtls", Map.of("sslmode", "require")), server.last().json());
    hyperdrives.update(call, existing, props(ORIGIN));
    assertEquals(Map.of("mtls", Map.of()), server.last().json());
  }

  @Test
  void certificatesThatAnOpenUpdateWasToTakeAwayAreTakenAwayByTheNextOne() {
    Props secured = with(ORIGIN, null, new Mtls(null, null, "require"));
    Outputs plain = new Outputs("h1", "app-id-stage", null, null, null);
    server.says(403, error("2013", "refused")).says(200, CONFIG).says(200, CONFIG);
    assertThrows(ServiceException.class, () -> update(secured, plain, props(ORIGIN)));
    assertEquals(Map.of("mtls", true), call.savedOutputs());
    Outputs left = new Outputs("h1", "app-id-stage", null, null, true);
    update(null, left, props(ORIGIN));
    assertEquals(Map.of(), ((Map<?, ?>) server.last().json()).get("mtls"));
    update(null, plain, props(ORIGIN));
    assertFalse(server.last().text().contains("mtls"), "never set, so left alone");
  }

  private Outputs update(Props before, Outputs known, Props wanted) {
    return hyperdrives.update(call, new Existing<>("h1", before, known), wanted);
  }

  @Test
  void aNameThatWasTakenOverIsNotFitted() {
    says(2);
    call.named("My_Config");
    Outputs taken = new Outputs("h1", "My_Config", null, null, null);
    update(props(ORIGIN), taken, props(Secret.of("postgres://us%40er:new@db.prisma.io/")));
    assertEquals(Map.of("origin", Map.of("password", "new")), server.last().json());
  }

  @Test
  void whatIsRefusedOfAnUpdateIsNotTheNameThatItHas() {
    server
        .says(400, error("2007", "invalid"))
        .says(200, "{\"success\":true,\"result\":[{\"id\":\"h1\",\"name\":\"app-id-stage\"}]}");
    Outputs known = new Outputs("h1", "other", null, null, null);
    ServiceException e =
        assertThrows(ServiceException.class, () -> update(props(ORIGIN), known, props(ORIGIN)));
    assertEquals("2007", e.code());
  }

  @Test
  void whatAccessAndCertificatesCannotBeIsAFault() {
    assertEquals(
        List.of("origin: names a port, which one behind Access has not"),
        faults(
            with(
                Secret.of("postgres://u:p@h:5432/d"),
                new AccessToken("id", Secret.of("client-secret-1")),
                null)));
    assertEquals(
        List.of("mtls.sslMode: is VERIFY_CA, which a database of postgres does not have"),
        faults(with(ORIGIN, null, new Mtls("ca-1", null, "VERIFY_CA"))));
    assertEquals(
        List.of("mtls.sslMode: is verify-ca, which needs a CA certificate"),
        faults(with(ORIGIN, null, new Mtls(null, null, "verify-ca"))));
    assertEquals(
        List.of("mtls.caCertificate: is set, which REQUIRED does not look at"),
        faults(with(Secret.of("mysql://u:p@h/d"), null, new Mtls("ca-1", null, "REQUIRED"))));
    assertEquals(List.of(), faults(with(ORIGIN, null, new Mtls("ca-1", "cert-1", null))));
  }

  @Test
  void theWholeOriginCanBeGivenInItsParts() {
    Secret url = Secret.of(Origin.url("mysql", "db.example.com:3307", "a b", "us@er", "p/@:%?#ss"));
    assertEquals(
        new Origin("mysql", "db.example.com", 3307, "a b", "us@er", Secret.of("p/@:%?#ss")),
        Origin.parse(url));
  }

  private static Props with(Secret origin, AccessToken access, Mtls mtls) {
    return new Props(null, origin, access, mtls, null, null, null, null, null, null, null);
  }

  private List<String> faults(Props wanted) {
    CheckCall check =
        new CheckCall(Path.of("."), Map.of("CLOUDFLARE_API_TOKEN", "cloudflare-token"));
    hyperdrives.check(check, wanted);
    return check.faults();
  }

  private void says(int times) {
    for (int i = 0; i < times; i++) {
      server.says(200, CONFIG);
    }
  }

  @Test
  void freshCredentialsAreWaitedFor() {
    String notYet = error("2015", "Failed to connect to upstream database");
    server.says(400, notYet).says(400, notYet).says(200, CONFIG);
    hyperdrives.create(call, props(ORIGIN));
    assertEquals(List.of(2000L, 2000L), call.waits());
    assertEquals("waiting until the database accepts the connection", call.shown().get(0));
  }

  @Test
  void credentialsThatStayWrongAreAnErrorAfterTenTries() {
    for (int i = 0; i < 10; i++) {
      server.says(400, error("2015", "Failed to connect to upstream database"));
    }
    assertThrows(ServiceException.class, () -> hyperdrives.create(call, props(ORIGIN)));
    assertEquals(10, server.heard().size());
  }

  @Test
  void anOriginThatIsRefusedComesWithWhatToDo() {
    server.says(400, error("2013", "bad credentials"));
    ServiceException e =
        assertThrows(ServiceException.class, () -> hyperdrives.create(call, props(ORIGIN)));
    assertEquals(
        "Cloudflare refused a request.\n  POST /accounts/acc/hyperdrive/configs: 400 2013\n  bad"
            + " credentials\n  The origin refuses user or password; check both.",
        e.getMessage());
  }

  @Test
  void aNameThatIsTakenIsToldFromAnInvalidConfigByLooking() {
    String list = "{\"success\":true,\"result\":[{\"id\":\"x\",\"name\":\"app-id-stage\"}]}";
    server.says(400, error("2017", "taken")).says(200, list);
    NameTakenException taken =
        assertThrows(NameTakenException.class, () -> hyperdrives.create(call, props(ORIGIN)));
    assertTrue(taken.getMessage().contains("deploy --adopt, or import id x."), taken::getMessage);
    server.says(400, error("2007", "invalid")).says(200, list);
    assertThrows(NameTakenException.class, () -> hyperdrives.create(call, props(ORIGIN)));
    server
        .says(400, error("2007", "invalid"))
        .says(200, "{\"success\":true,\"result\":[{\"id\":\"x\",\"name\":\"other\"}]}");
    ServiceException e =
        assertThrows(ServiceException.class, () -> hyperdrives.create(call, props(ORIGIN)));
    assertEquals("2007", e.code());
  }

  @Test
  void findReadsAllPages() {
    server
        .says(
            200,
            "{\"success\":true,\"result\":[{\"id\":\"x\",\"name\":\"other\"}],"
                + "\"result_info\":{\"total_count\":2}}")
        .says(
            200,
            "{\"success\":true,\"result\":[{\"id\":\"h1\",\"name\":\"app-id-stage\"}],"
                + "\"result_info\":{\"total_count\":2}}");
    assertEquals("h1", hyperdrives.find(call, props(ORIGIN)).get(0).remoteId());
    assertEquals("GET " + CONFIGS + "?page=2&per_page=50", server.last().line());
  }

  @Test
  void theOnlyAccountOfATokenIsAskedForOnce() {
    call.with("CLOUDFLARE_ACCOUNT_ID", null);
    server
        .says(200, "{\"success\":true,\"result\":[{\"id\":\"only\",\"name\":\"n\"}]}")
        .says(200, CONFIG)
        .says(200, CONFIG);
    Existing<Props, Outputs> existing = new Existing<>("h1", null, null);
    hyperdrives.read(call, existing);
    hyperdrives.read(call, existing);
    assertEquals(
        List.of(
            "GET /accounts?page=1&per_page=50",
            "GET /accounts/only/hyperdrive/configs/h1",
            "GET /accounts/only/hyperdrive/configs/h1"),
        server.lines());
  }

  @Test
  void oneOfSeveralAccountsHasToBeNamed() {
    call.with("CLOUDFLARE_ACCOUNT_ID", null);
    server.says(
        200,
        "{\"success\":true,\"result\":[{\"id\":\"a1\",\"name\":\"one\"},{\"id\":\"a2\","
            + "\"name\":\"two\"}]}");
    AccountException e =
        assertThrows(
            AccountException.class, () -> hyperdrives.read(call, new Existing<>("h1", null, null)));
    assertTrue(e.getMessage().contains("export CLOUDFLARE_ACCOUNT_ID=a2   # two"), e::getMessage);
  }

  @Test
  void whatCannotWorkIsAFault() {
    CheckCall check = new CheckCall(Path.of("."), Map.of());
    hyperdrives.check(
        check,
        new Props(
            " ",
            Secret.of("postgres://u:sesame@pooled.db.prisma.io/x"),
            null,
            null,
            null,
            Duration.ofMillis(1500),
            null,
            4,
            null,
            null,
            null));
    assertEquals(
        List.of(
            "null: has no credentials: CLOUDFLARE_API_TOKEN is not set",
            "name: is empty",
            "origin: cannot be used: it leads through another pool, and Hyperdrive is one itself",
            "maxAge: is PT1.5S",
            "originConnectionLimit: is 4"),
        check.faults());
    assertFalse(check.faults().toString().contains("sesame"));
  }
}
