package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Secret;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.CheckCall;
import alchemy.http.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each binding is sent with its type's fields and no others, and read back as what it was. */
class WorkerBindingsTest {
  private static final Secret KEY = Secret.of("bm8tb25lLXJlYWRzLXRoaXM=");
  private static final Secret JWK = Secret.of("{\"kty\":\"oct\",\"k\":\"no-one-reads-this\"}");

  @TempDir static Path folder;

  static Stream<Arguments> bindings() {
    return Stream.of(
        sent(Binding.agentMemory("ns"), "type", "agent_memory", "namespace", "ns"),
        sent(Binding.ai(), "type", "ai"),
        sent(Binding.aiSearch("docs"), "type", "ai_search", "instance_name", "docs"),
        sent(
            Binding.aiSearch("docs", "ns"),
            "type",
            "ai_search",
            "instance_name",
            "docs",
            "namespace",
            "ns"),
        sent(Binding.aiSearchNamespace("ns"), "type", "ai_search_namespace", "namespace", "ns"),
        sent(Binding.analyticsEngine("clicks"), "type", "analytics_engine", "dataset", "clicks"),
        sent(Binding.artifacts("ns"), "type", "artifacts", "namespace", "ns"),
        sent(Binding.assets(), "type", "assets"),
        sent(Binding.browser(), "type", "browser"),
        sent(Binding.d1("d-1"), "type", "d1", "id", "d-1"),
        sent(Binding.dispatchNamespace("ns"), "type", "dispatch_namespace", "namespace", "ns"),
        sent(
            Binding.dispatchNamespace("ns", "out"),
            "type",
            "dispatch_namespace",
            "namespace",
            "ns",
            "outbound",
            Map.of("worker", Map.of("service", "out"))),
        sent(
            Binding.durableObject("Room"),
            "type",
            "durable_object_namespace",
            "class_name",
            "Room"),
        sent(
            Binding.durableObject("Room", "chat"),
            "type",
            "durable_object_namespace",
            "class_name",
            "Room",
            "script_name",
            "chat"),
        sent(
            Binding.durableObject("Room").renamedFrom("Chat"),
            "type",
            "durable_object_namespace",
            "class_name",
            "Room"),
        sent(Binding.flagship("app"), "type", "flagship", "app_id", "app"),
        sent(Binding.hyperdrive("h-1"), "type", "hyperdrive", "id", "h-1"),
        sent(Binding.images(), "type", "images"),
        sent(Binding.inherit(), "type", "inherit"),
        sent(Binding.inherit("OLD"), "type", "inherit", "old_name", "OLD"),
        sent(Binding.k2("s"), "type", "k2", "stream", "s"),
        sent(Binding.kv("kv-1"), "type", "kv_namespace", "namespace_id", "kv-1"),
        sent(Binding.media(), "type", "media"),
        sent(Binding.messaging("ns"), "type", "messaging", "namespace", "ns"),
        sent(Binding.mtlsCertificate("c"), "type", "mtls_certificate", "certificate_id", "c"),
        sent(Binding.pipeline("p"), "type", "pipelines", "pipeline", "p"),
        sent(Binding.queue("jobs"), "type", "queue", "queue_name", "jobs"),
        sent(Binding.r2("files"), "type", "r2_bucket", "bucket_name", "files"),
        sent(
            Binding.r2("files", "eu"),
            "type",
            "r2_bucket",
            "bucket_name",
            "files",
            "jurisdiction",
            "eu"),
        sent(
            Binding.rateLimit("1001", 5, Duration.ofMinutes(1)),
            "type",
            "ratelimit",
            "namespace_id",
            "1001",
            "simple",
            Map.of("limit", 5, "period", 60L)),
        sent(
            Binding.secretKey("Ed25519", "pkcs8", KEY, "sign"),
            "type",
            "secret_key",
            "algorithm",
            "Ed25519",
            "format",
            "pkcs8",
            "usages",
            List.of("sign"),
            "key_base64",
            KEY.unencrypted()),
        sent(
            Binding.secretKey(Map.of("name", "HMAC"), "jwk", JWK, "sign", "verify"),
            "type",
            "secret_key",
            "algorithm",
            Map.of("name", "HMAC"),
            "format",
            "jwk",
            "usages",
            List.of("sign", "verify"),
            "key_jwk",
            Map.of("kty", "oct", "k", "no-one-reads-this")),
        sent(
            Binding.secretsStoreSecret("store", "key"),
            "type",
            "secrets_store_secret",
            "store_id",
            "store",
            "secret_name",
            "key"),
        sent(Binding.sendEmail(), "type", "send_email"),
        sent(
            Binding.sendEmail("a@b.example"),
            "type",
            "send_email",
            "destination_address",
            "a@b.example"),
        sent(
            Binding.sendEmail(List.of("a@b.example"), List.of("c@d.example")),
            "type",
            "send_email",
            "allowed_destination_addresses",
            List.of("a@b.example"),
            "allowed_sender_addresses",
            List.of("c@d.example")),
        sent(Binding.service("other"), "type", "service", "service", "other"),
        sent(
            Binding.service("other").entrypoint("Admin").props(Map.of("as", "shop")),
            "type",
            "service",
            "service",
            "other",
            "entrypoint",
            "Admin",
            "props",
            Map.of("as", "shop")),
        sent(Binding.vectorize("i"), "type", "vectorize", "index_name", "i"),
        sent(Binding.versionMetadata(), "type", "version_metadata"),
        sent(Binding.vpcNetwork("n"), "type", "vpc_network", "network_id", "n"),
        sent(Binding.vpcTunnel("t"), "type", "vpc_network", "tunnel_id", "t"),
        sent(Binding.vpcService("s"), "type", "vpc_service", "service_id", "s"),
        sent(Binding.workerLoader(), "type", "worker_loader"),
        sent(
            Binding.workflow("w", "Flow"),
            "type",
            "workflow",
            "workflow_name",
            "w",
            "class_name",
            "Flow"),
        sent(
            Binding.workflow("w", "Flow", "other"),
            "type",
            "workflow",
            "workflow_name",
            "w",
            "class_name",
            "Flow",
            "script_name",
            "other"));
  }

  private static Arguments sent(Binding binding, Object... fields) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "IT");
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return Arguments.of(binding, body);
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void aBindingIsSentAsTheContractSaysAndReadBackAsItWas(Binding binding, Map<String, ?> body) {
    Map<String, Object> wanted = Map.of("IT", binding.binding());
    assertEquals(List.of(body), Bindings.body(wanted));
    Map<String, Object> told = new LinkedHashMap<>(body);
    told.keySet().removeAll(List.of("key_base64", "key_jwk"));
    told.put("told_beside", "what we do not know");
    assertEquals(wanted, Bindings.read(List.of(Fields.of(told)), wanted));
  }

  @Test
  void whatSomebodyElseBoundIsReadByItsFields() {
    List<Fields> told =
        List.of(
            Fields.of(Map.of("name", "DB", "type", "d1", "database_id", "d-2")),
            Fields.of(
                Map.of("name", "API", "type", "service", "service", "a", "entrypoint", "default")),
            Fields.of(Map.of("name", "NEW", "type", "of_tomorrow", "field", "value")));
    assertEquals(
        Map.of(
            "DB",
            Map.of("type", "d1", "id", "d-2"),
            "API",
            Map.of("type", "service", "service", "a"),
            "NEW",
            Map.of("type", "of_tomorrow", "field", "value")),
        Bindings.read(told, Map.of()));
  }

  @Test
  void whatTheServiceWouldRefuseIsAFaultBeforeTheFirstRequest() throws IOException {
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("AI", Binding.ai().binding());
    bindings.put("AI2", Binding.ai().binding());
    bindings.put("BUCKET", Binding.r2("b", "mars").binding());
    bindings.put("KEY", Binding.secretKey("HMAC", "pem", KEY).binding());
    bindings.put("JWK", Binding.secretKey("HMAC", "jwk", KEY).binding());
    bindings.put("LIMIT", Binding.rateLimit("1", 5, Duration.ofSeconds(30)).binding());
    bindings.put("SHOP", Binding.service("s").props(Map.of("key", KEY)).binding());
    CheckCall check = new CheckCall(folder, Map.of());
    Bindings.check(check, bindings);
    assertEquals(
        List.of(
            "bindings.BUCKET: has the jurisdiction \"mars\"",
            "bindings.KEY: has the format \"pem\"",
            "bindings.JWK: has a key of the format jwk that is no JSON",
            "bindings.LIMIT: has the period \"30\"",
            "bindings.SHOP: holds a secret inside JSON, which the service would show to others",
            "bindings.AI2: is a second binding of type ai, after AI"),
        new ArrayList<>(check.faults()));
  }

  @Test
  void whatWasInheritedFromAnotherNameIsInheritedByItsOwnFromThenOn() {
    Props wanted = Workers.props("bindings", Map.of("NEW", Binding.inherit("OLD").binding()));
    assertEquals(
        List.of(Map.of("name", "NEW", "type", "inherit", "old_name", "OLD")),
        Bindings.body(wanted, wanted, told("OLD", "plain_text")));
    assertEquals(
        List.of(Map.of("name", "NEW", "type", "inherit")),
        Bindings.body(wanted, wanted, told("NEW", "plain_text")));
  }

  @Test
  void aSecretThatTheScriptBindsNoMoreGoesAlsoWhereThoseOfOthersStay() {
    Map<String, Object> both = Map.of("A", Secret.of("one-secret"), "B", Secret.of("two-secret"));
    Props before = Workers.props("keepSecrets", true, "bindings", both);
    Props wanted = Workers.props("keepSecrets", true, "bindings", Map.of("T", "text"));
    assertEquals(Set.of("A", "B"), Bindings.left(wanted, before));
    assertEquals(
        List.of(
            Map.of("name", "T", "type", "plain_text", "text", "text"),
            Map.of("name", "THEIRS", "type", "inherit")),
        Bindings.body(wanted, before, told("A", "secret_text", "THEIRS", "secret_text")));
    assertEquals(Set.of(), Bindings.left(before, before));
    assertEquals(Set.of(), Bindings.left(wanted, null));
  }

  private static Fields told(String... namesAndTypes) {
    List<Map<String, Object>> bindings = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      bindings.add(Map.of("name", namesAndTypes[i], "type", namesAndTypes[i + 1]));
    }
    return Fields.of(Map.of("bindings", bindings));
  }
}
