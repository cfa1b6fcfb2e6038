package alchemy.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.json.Json;
import alchemy.local.Api;
import alchemy.local.cloudflare.Multipart;
import alchemy.net.Fault;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The traps in Cloudflare's API, by their numbers in {@code tests/contracts/traps.md}. */
class CloudflareTrapsTest extends TrapCase {
  private static final Contract CONTRACT = Contract.of("cloudflare.json", "cloudflare-more.json");
  private static final String SCRIPT = ".*/workers/scripts/[^/]+";

  private static void example(App app) {
    var project = Project.of("project", p -> p.delete(true));
    var database = Database.of("database", project, d -> d.delete(true));
    var db = Hyperdrive.of("hyperdrive", Connection.of("connection", database));
    Worker.of("worker", "src/worker.ts", w -> w.bind("DB", db));
  }

  private static void worker(App app) {
    Worker.of("worker", "src/worker.ts");
  }

  private static List<String> faultsOf(String method, String path, String body) {
    String type = body.startsWith("[") ? "multipart/form-data" : "application/json";
    return CONTRACT.ofRequest(
        new Exchange(
            (Map<?, ?>)
                Json.read(
                    """
                    {"method":"%s","path":"/client/v4/accounts/a/%s","query":{},
                    "agent":"alchemy-java","type":"%s","body":%s,"status":0}\
                    """
                        .formatted(method, path, type, body))));
  }

  private List<String> secretsAfterAChange(boolean keep) throws IOException {
    script(CloudflareTrapsTest::worker);
    run(0, "deploy");
    String path = "/workers/scripts/" + app + "-worker-test";
    Map<String, String> secret = Map.of("name", "BY_HAND", "type", "secret_text", "text", "s");
    assertEquals(200, cloudflare().put(path + "/secrets", secret).status());
    script(
        declared ->
            Worker.of("worker", "src/worker.ts", w -> w.bind("NEW", "text").keepSecrets(keep)));
    run(0, "deploy");
    List<Map<?, ?>> left = cloudflare().get(path + "/secrets").at("result");
    run(0, "destroy", "--yes");
    return left.stream().map(each -> each.get("name").toString()).toList();
  }

  @Test
  @DisplayName("4 an upload removes secrets that others set, unless the script keeps them")
  void anUploadRemovesOthersSecretsUnlessTheScriptKeepsThem() throws IOException {
    assertEquals(List.of("BY_HAND"), secretsAfterAChange(true));
    assertEquals(List.of(), secretsAfterAChange(false));
  }

  /** The metadata that the last upload of the Worker had. */
  private Map<?, ?> metadata() {
    byte[] form = proxy.body("PUT " + SCRIPT);
    String boundary = new String(form, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    return Multipart.parse("multipart/form-data; boundary=" + boundary.substring(2), form)
        .parts()
        .stream()
        .filter(each -> each.name().equals("metadata"))
        .map(each -> (Map<?, ?>) Json.read(each.content()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("10 keep_assets stands beside the assets and not in them")
  void keepAssetsStandsBesideTheAssets() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("public")).resolve("a.txt"), "an asset");
    script(declared -> Worker.of("worker", "src/worker.ts", w -> w.assets("public")));
    run(0, "deploy");
    assertFalse(metadata().containsKey("keep_assets"));
    script(
        declared ->
            Worker.of("worker", "src/worker.ts", w -> w.assets("public").bind("NEW", "text")));
    run(0, "deploy");

    assertEquals(true, metadata().get("keep_assets"));
    assertEquals(Map.of("config", Map.of()), metadata().get("assets"));
    assertEquals(
        List.of("form metadata.assets.keep_assets: is not in the contract"),
        faultsOf(
            "PUT",
            "workers/scripts/w",
            "[{\"name\":\"metadata\",\"json\":{\"main_module\":\"worker.js\","
                + "\"assets\":{\"keep_assets\":true}}}]"));
  }

  @Test
  @DisplayName("11 an origin behind Access has a password and no port")
  void anOriginBehindAccessHasAPasswordAndNoPort() {
    script(
        declared ->
            Hyperdrive.of(
                "hyperdrive",
                h ->
                    h.origin("postgres://u:p@db.example.com/d")
                        .access("client", Secret.of("secret-of-the-client"))));
    run(0, "deploy");

    Map<?, ?> sent = (Map<?, ?>) Json.read(proxy.body("POST .*/hyperdrive/configs"));
    assertEquals(
        Map.of(
            "scheme", "postgres",
            "host", "db.example.com",
            "database", "d",
            "user", "u",
            "password", "p",
            "access_client_id", "client",
            "access_client_secret", "secret-of-the-client"),
        sent.get("origin"));
    String body = new String(Json.write(sent, false), StandardCharsets.UTF_8);
    assertEquals(List.of(), faultsOf("POST", "hyperdrive/configs", body));
    for (String wrong :
        List.of(
            body.replace("\"host\"", "\"port\":1,\"host\""),
            body.replace("\"password\":\"p\",", ""))) {
      assertNotEquals(body, wrong);
      assertFalse(faultsOf("POST", "hyperdrive/configs", wrong).isEmpty(), wrong);
    }
  }

  @Test
  @DisplayName("12 a Worker that is gone has one of two codes, and either is an end")
  void eitherCodeOfAWorkerThatIsGoneIsAnEnd() throws IOException {
    assertEquals(
        Integer.valueOf(10007),
        cloudflare().get("/workers/scripts/none/settings").at("errors", 0, "code"));
    assertEquals(
        Integer.valueOf(10090), cloudflare().get("/workers/services/none").at("errors", 0, "code"));
    script(CloudflareTrapsTest::worker);
    for (int code : new int[] {10007, 10090}) {
      run(0, "deploy");
      proxy.on(
          "DELETE " + SCRIPT,
          1,
          Fault.after(
              404,
              "{\"success\":false,\"errors\":[{\"code\":"
                  + code
                  + ",\"message\":\"gone\"}],\"messages\":[],\"result\":null}"));
      run(0, "destroy", "--yes");
      assertEquals(0, proxy.left());
    }
  }

  @Test
  @DisplayName("15 a script itself is no JSON, and we never ask for it")
  void aScriptItselfIsNoJson() {
    script(CloudflareTrapsTest::worker);
    run(0, "deploy");
    run(0, "drift", "--check");
    run(0, "destroy", "--yes");

    assertEquals(0, proxy.heard("GET " + SCRIPT), proxy.lines()::toString);
    assertTrue(proxy.heard("GET " + SCRIPT + "/settings") > 1, proxy.lines()::toString);
  }

  @Test
  @DisplayName("18 a Hyperdrive goes after the Worker that binds it")
  void aHyperdriveGoesAfterTheWorkerThatBindsIt() {
    script(CloudflareTrapsTest::example);
    run(0, "deploy");
    run(0, "destroy", "--yes");

    List<String> deleted =
        proxy.lines().stream()
            .filter(each -> each.startsWith("DELETE "))
            .map(each -> each.replaceFirst("/[^/]+$", "").replaceFirst(".*/", ""))
            .toList();
    assertEquals(List.of("scripts", "configs", "connections", "databases", "projects"), deleted);
  }

  @Test
  @DisplayName("20 another origin is tried before it is taken, and a refused one changes nothing")
  void anotherOriginIsTriedBeforeItIsTaken() throws IOException {
    script(
        declared -> {
          var project = Project.of("project", p -> p.delete(true));
          var database = Database.of("database", project, d -> d.delete(true));
          Hyperdrive.of("hyperdrive", Connection.of("connection", database));
        });
    run(0, "deploy");
    List<Map<?, ?>> configs = cloudflare().get("/hyperdrive/configs").at("result");
    Map<?, ?> config =
        configs.stream()
            .filter(each -> each.get("name").toString().startsWith(app + "-"))
            .findFirst()
            .orElseThrow();
    String path = "/hyperdrive/configs/" + config.get("id");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    Api.Answer refused =
        cloudflare().patch(path, Map.of("origin", Map.of("host", "127.0.0.1", "port", closed)));

    int code = refused.at("errors", 0, "code");
    assertTrue(code >= 2008 && code <= 2016, refused::toString);
    assertEquals((Object) config.get("origin"), cloudflare().get(path).at("result", "origin"));
  }

  @Test
  @DisplayName("21 an upload in the form of the SDK is refused, since it is not that of an upload")
  void anUploadInTheFormOfTheSdkIsRefused() throws IOException {
    Api.Answer refused =
        cloudflare()
            .form(
                "PUT",
                "/workers/scripts/sdk",
                "metadata[main_module]",
                "worker.js",
                Map.of("files[]", "export default {}"));

    assertEquals(400, refused.status());
    assertEquals(404, cloudflare().get("/workers/scripts/sdk/settings").status());
  }

  @Test
  @DisplayName("23 whatever is asked of a Worker that is not there yet is not found")
  void whatIsAskedOfAWorkerThatIsNotThereYetIsNotFound() throws IOException {
    for (String each : List.of("deployments", "settings", "secrets", "versions", "schedules")) {
      Api.Answer answer = cloudflare().get("/workers/scripts/none/" + each);
      assertEquals(404, answer.status(), each);
      assertEquals(Integer.valueOf(10007), answer.at("errors", 0, "code"), each);
    }
  }
}
