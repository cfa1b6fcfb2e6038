package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.cloudflare.HyperdriveProvider.AccessToken;
import alchemy.cloudflare.HyperdriveProvider.Mtls;
import alchemy.cloudflare.HyperdriveProvider.Outputs;
import alchemy.cloudflare.HyperdriveProvider.Props;
import alchemy.http.ProviderCall;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.provider.Actual;
import alchemy.provider.Existing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody did to a config by hand is read back as that; a new password only as a change. */
class HyperdriveInspectionTest {
  @TempDir static Path folder;
  private static TestCloud cloud;
  private static String connection;
  private static Secret origin;

  private final HyperdriveProvider hyperdrives = new HyperdriveProvider();
  private final ProviderCall call = new ProviderCall().named("App-id-stage");
  private Api api;

  @BeforeAll
  static void start() throws IOException {
    cloud = new TestCloud(folder);
    Api prisma = cloud.prisma();
    String project = prisma.post("/v1/projects", Map.of("name", "p")).at("data", "database", "id");
    Api.Answer made =
        prisma.post("/v1/databases/" + project + "/connections", Map.of("name", "app"));
    connection = made.id();
    origin = Secret.of(made.at("data", "endpoints", "direct", "connectionString"));
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void point() {
    cloud.variables().forEach(call::with);
    api = cloud.cloudflare();
  }

  @AfterEach
  void deleteAll() throws IOException {
    for (Object each : api.get("/hyperdrive/configs").<Iterable<?>>at("result")) {
      api.delete("/hyperdrive/configs/" + ((Map<?, ?>) each).get("id"));
    }
  }

  private static Props props(
      String name, Secret url, Boolean caching, Duration maxAge, Duration stale, Integer limit) {
    return new Props(name, url, null, null, caching, maxAge, stale, limit, true, null, null);
  }

  private static Props untouched() {
    return props(null, origin, true, Duration.ofSeconds(60), Duration.ofSeconds(15), null);
  }

  private Actual<Props, Outputs> seen(Props props, Outputs made) {
    return hyperdrives.inspect(call, new Existing<>(made.id(), props, made)).orElseThrow();
  }

  private Instant patch(Outputs made, Map<String, ?> body) throws IOException {
    Api.Answer answer = api.patch("/hyperdrive/configs/" + made.id(), body);
    assertEquals(200, answer.status(), () -> String.valueOf(answer.tree()));
    return Instant.parse(answer.at("result", "modified_on"));
  }

  @Test
  void aConfigThatNobodyTouchedShowsWhatWasApplied() {
    Props wanted = props(null, origin, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(untouched(), now.props());
    assertEquals(made, now.outputs());
    assertNull(now.modified());
    Props all = props("hd", origin, true, Duration.ofSeconds(30), Duration.ofSeconds(5), 8);
    Outputs changed = hyperdrives.update(call, new Existing<>(made.id(), wanted, made), all);
    assertEquals(all, seen(all, changed).props());
    assertNull(seen(all, changed).modified());
    assertNotEquals(made.modifiedAt(), changed.modifiedAt());
  }

  @Test
  void whatWasSetByHandShowsWithTheTimeAndOneUpdateTakesItBack() throws IOException {
    Props wanted = props(null, origin, null, Duration.ofSeconds(30), null, 8);
    Outputs made = hyperdrives.create(call, wanted);
    Map<String, Object> body =
        Map.of(
            "name", "by-hand", "caching", Map.of("disabled", true), "origin_connection_limit", 9);
    Instant at = patch(made, body);
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(props("by-hand", origin, false, Duration.ofSeconds(30), null, 9), now.props());
    assertEquals(at, now.modified());
    assertEquals(made.modifiedAt(), now.outputs().modifiedAt());
    Outputs repaired =
        hyperdrives.update(call, new Existing<>(made.id(), now.props(), made), wanted);
    Actual<Props, Outputs> after = seen(wanted, repaired);
    assertEquals(
        props(null, origin, true, Duration.ofSeconds(30), Duration.ofSeconds(15), 8),
        after.props());
    assertNull(after.modified());
  }

  @Test
  void anUpdateThatSendsNothingDoesNotTakeAChangeOfOthersForOurs() throws IOException {
    Props wanted = props(null, origin, null, null, null, 8);
    Outputs made = hyperdrives.create(call, wanted);
    patch(made, Map.of("caching", Map.of("disabled", true)));
    Props unlimited = props(null, origin, null, null, null, null);
    Outputs after = hyperdrives.update(call, new Existing<>(made.id(), wanted, made), unlimited);
    assertNotNull(seen(unlimited, after).modified());
  }

  @Test
  void anotherPasswordIsSeenOnlyAsAChangeSinceOurLastWrite() throws IOException {
    Props wanted = props(null, origin, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    Api.Answer rotated = cloud.prisma().post("/v1/connections/" + connection + "/rotate", Map.of());
    Secret other = Secret.of(rotated.at("data", "endpoints", "direct", "connectionString"));
    origin = other;
    String password = Origin.parse(other).password().unencrypted();
    Instant at = patch(made, Map.of("origin", Map.of("password", password)));
    Actual<Props, Outputs> now = seen(wanted, made);
    assertEquals(wanted.origin(), now.props().origin());
    assertEquals(at, now.modified());
  }

  @Test
  void anotherUserIsAnotherOriginWithThePasswordThatWeKnow() throws IOException {
    Props wanted = props(null, origin, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    Origin before = Origin.parse(origin);
    String path = "/v1/connections/" + connection;
    String database = cloud.prisma().get(path).at("data", "database", "id");
    Api.Answer second =
        cloud.prisma().post("/v1/databases/" + database + "/connections", Map.of("name", "two"));
    Origin after =
        Origin.parse(Secret.of(second.at("data", "endpoints", "direct", "connectionString")));
    patch(made, Map.of("origin", after.body()));
    Origin told = Origin.parse(seen(wanted, made).props().origin());
    assertEquals(after.user(), told.user());
    assertEquals(before.password(), told.password());
    assertEquals(before.database(), told.database());
  }

  @Test
  void aRowWithoutAMarkIsNotTakenForChanged() throws IOException {
    Props wanted = props(null, origin, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    Instant at = patch(made, Map.of("name", "by-hand"));
    Outputs old = new Outputs(made.id(), made.name(), made.createdAt(), null, null);
    Actual<Props, Outputs> now = seen(wanted, old);
    assertEquals("by-hand", now.props().name());
    assertNull(now.modified());
    assertEquals(at, now.outputs().modifiedAt());
  }

  @Test
  void aConfigThatIsTakenOverTellsAllButItsOrigin() throws IOException {
    Map<String, Object> body =
        Map.of(
            "name",
            "theirs",
            "origin",
            Origin.parse(origin).body(),
            "origin_connection_limit",
            7,
            "caching",
            Map.of("max_age", 20));
    String id = api.post("/hyperdrive/configs", body).at("result", "id");
    Actual<Props, Outputs> found =
        hyperdrives.inspect(call, new Existing<>(id, null, null)).orElseThrow();
    assertEquals(
        new Props(
            "theirs",
            null,
            null,
            null,
            true,
            Duration.ofSeconds(20),
            Duration.ofSeconds(15),
            7,
            null,
            null,
            null),
        found.props());
    assertNull(found.modified());
    Props wanted = props("theirs", origin, null, null, null, null);
    assertEquals(id, hyperdrives.named(call, wanted).get(0).remoteId());
    NameTakenException taken =
        assertThrows(NameTakenException.class, () -> hyperdrives.create(call, wanted));
    assertTrue(taken.getMessage().contains("import id " + id), taken::getMessage);
    Outputs ours =
        hyperdrives.update(call, new Existing<>(id, found.props(), found.outputs()), wanted);
    assertEquals(untouched().maxAge(), seen(wanted, ours).props().maxAge());
  }

  @Test
  void certificatesAndTheTokenForAccessAreReadBackWithoutTheirSecret() throws IOException {
    Secret url = Secret.of("postgres://u:pw-of-u@db.example.com/app");
    AccessToken token = new AccessToken("client.access", Secret.of("client-secret-1"));
    Mtls mtls = new Mtls("ca-1", null, "verify-full");
    Props wanted = new Props(null, url, token, mtls, null, null, null, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    Props now = seen(wanted, made).props();
    assertEquals(List.of(url, token, mtls), List.of(now.origin(), now.access(), now.mtls()));
    Map<String, Object> body = Map.of("mtls", Map.of("mtls_certificate_id", "by-hand"));
    patch(made, body);
    assertEquals(new Mtls(null, "by-hand", null), seen(wanted, made).props().mtls());
  }

  @Test
  void aConfigThatWasDeletedByHandIsGone() throws IOException {
    Props wanted = props(null, origin, null, null, null, null);
    Outputs made = hyperdrives.create(call, wanted);
    api.delete("/hyperdrive/configs/" + made.id());
    assertEquals(
        Optional.empty(), hyperdrives.inspect(call, new Existing<>(made.id(), wanted, made)));
  }
}
