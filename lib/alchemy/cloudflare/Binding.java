package alchemy.cloudflare;

import alchemy.Handle;
import alchemy.Secret;
import alchemy.provider.Later;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A binding to what is no resource of the script: a service of the account, something that exists
 * already, a part of another Worker. For {@code bind("NAME", Binding.ai())}.
 */
public final class Binding implements Bindable {
  private final Handle<?> target;
  private final Map<String, Object> fields;

  private Binding(Handle<?> target, Map<String, Object> fields) {
    this.target = target;
    this.fields = fields;
  }

  // Fields come as name, value, name, value.
  private static Binding of(String type, Object... fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("type", type);
    for (int i = 0; i < fields.length; i += 2) {
      all.put((String) fields[i], fields[i + 1]);
    }
    return new Binding(null, all);
  }

  private Binding with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Binding(target, more);
  }

  private Binding to(Worker worker, String field) {
    return new Binding(worker.handle(), with(field, new WorkerName(worker)).fields);
  }

  /** Workers AI; a Worker has at most one. */
  public static Binding ai() {
    return of("ai");
  }

  /** An AI Search instance. */
  public static Binding aiSearch(String instance) {
    return of("ai_search", "instance_name", instance);
  }

  /** An AI Search instance in a namespace. */
  public static Binding aiSearch(String instance, String namespace) {
    return aiSearch(instance).with("namespace", namespace);
  }

  /** All AI Search instances of a namespace. */
  public static Binding aiSearchNamespace(String namespace) {
    return of("ai_search_namespace", "namespace", namespace);
  }

  /** The memory of agents in a namespace. */
  public static Binding agentMemory(String namespace) {
    return of("agent_memory", "namespace", namespace);
  }

  /** A dataset of Analytics Engine. */
  public static Binding analyticsEngine(String dataset) {
    return of("analytics_engine", "dataset", dataset);
  }

  /** A namespace of artifacts. */
  public static Binding artifacts(String namespace) {
    return of("artifacts", "namespace", namespace);
  }

  /** The Worker's own static assets; see {@link Worker.Settings#assets}. */
  public static Binding assets() {
    return of("assets");
  }

  /** A browser of Browser Rendering. */
  public static Binding browser() {
    return of("browser");
  }

  /** A D1 database that exists. */
  public static Binding d1(String id) {
    return of("d1", "id", id);
  }

  /** A dispatch namespace of Workers for Platforms. */
  public static Binding dispatchNamespace(String namespace) {
    return of("dispatch_namespace", "namespace", namespace);
  }

  /** A dispatch namespace whose requests to the outside pass through a Worker. */
  public static Binding dispatchNamespace(String namespace, String outboundWorker) {
    return dispatchNamespace(namespace)
        .with("outbound", Map.of("worker", Map.of("service", outboundWorker)));
  }

  /**
   * A Durable Object class that this Worker's main module exports. It is made with SQLite storage
   * at the first upload that binds it.
   */
  public static Binding durableObject(String className) {
    return of("durable_object_namespace", "class_name", className);
  }

  /** A Durable Object class of another Worker, by its name. */
  public static Binding durableObject(String className, String script) {
    return durableObject(className).with("script_name", script);
  }

  /** A Durable Object class of another Worker. */
  public static Binding durableObject(String className, Worker worker) {
    return durableObject(className).to(worker, "script_name");
  }

  /**
   * For a Durable Object class of this Worker: the name that it had before; its objects move along.
   * May stay in the script.
   */
  public Binding renamedFrom(String formerClass) {
    return with(WorkerClasses.RENAMED_FROM, formerClass);
  }

  /** An app of Flagship. */
  public static Binding flagship(String appId) {
    return of("flagship", "app_id", appId);
  }

  /** A Hyperdrive that exists. */
  public static Binding hyperdrive(String id) {
    return of("hyperdrive", "id", id);
  }

  /** Images. */
  public static Binding images() {
    return of("images");
  }

  /** What the version that is there binds under this name, whatever it is. */
  public static Binding inherit() {
    return of("inherit");
  }

  /** What the version that is there binds under another name. */
  public static Binding inherit(String oldName) {
    return inherit().with("old_name", oldName);
  }

  /** A K2 stream. */
  public static Binding k2(String stream) {
    return of("k2", "stream", stream);
  }

  /** A KV namespace that exists. */
  public static Binding kv(String id) {
    return of("kv_namespace", "namespace_id", id);
  }

  /** Media. */
  public static Binding media() {
    return of("media");
  }

  /** A namespace of Messaging. */
  public static Binding messaging(String namespace) {
    return of("messaging", "namespace", namespace);
  }

  /** A client certificate that was uploaded. */
  public static Binding mtlsCertificate(String id) {
    return of("mtls_certificate", "certificate_id", id);
  }

  /** A pipeline. */
  public static Binding pipeline(String pipeline) {
    return of("pipelines", "pipeline", pipeline);
  }

  /** A queue that exists, to send to. */
  public static Binding queue(String name) {
    return of("queue", "queue_name", name);
  }

  /** An R2 bucket that exists. */
  public static Binding r2(String bucket) {
    return of("r2_bucket", "bucket_name", bucket);
  }

  /**
   * An R2 bucket that exists under a jurisdiction.
   *
   * @param jurisdiction eu, fedramp, fedramp-high or us
   */
  public static Binding r2(String bucket, String jurisdiction) {
    return r2(bucket).with("jurisdiction", jurisdiction);
  }

  /**
   * A limit of calls.
   *
   * @param namespace a number that Workers which share the count have in common
   * @param period 10 or 60 seconds
   */
  public static Binding rateLimit(String namespace, int limit, Duration period) {
    return of(
        "ratelimit",
        "namespace_id",
        namespace,
        "simple",
        Map.of("limit", limit, "period", period.toSeconds()));
  }

  /**
   * A key for Web Crypto, which the Worker can use and not read.
   *
   * @param algorithm as in {@code importKey}: a name or a map
   * @param format raw, pkcs8, spki or jwk
   * @param key in Base64; as JSON where the format is jwk
   * @param usages as {@code "sign"}
   */
  public static Binding secretKey(Object algorithm, String format, Secret key, String... usages) {
    return of("secret_key", "algorithm", algorithm, "format", format, "usages", List.of(usages))
        .with("jwk".equals(format) ? "key_jwk" : "key_base64", key);
  }

  /** A secret of the Secrets Store. */
  public static Binding secretsStoreSecret(String storeId, String secretName) {
    return of("secrets_store_secret", "store_id", storeId, "secret_name", secretName);
  }

  /** Mail to any verified address. */
  public static Binding sendEmail() {
    return of("send_email");
  }

  /** Mail to one verified address. */
  public static Binding sendEmail(String to) {
    return sendEmail().with("destination_address", to);
  }

  /** Mail from and to some verified addresses; an empty list allows all. */
  public static Binding sendEmail(List<String> to, List<String> from) {
    Binding restricted = sendEmail();
    if (!to.isEmpty()) {
      restricted = restricted.with("allowed_destination_addresses", to);
    }
    return from.isEmpty() ? restricted : restricted.with("allowed_sender_addresses", from);
  }

  /** A Worker that exists, by its name. */
  public static Binding service(String name) {
    return of("service", "service", name);
  }

  /** A Worker of the script, for {@link #entrypoint} and {@link #props}. */
  public static Binding service(Worker worker) {
    return of("service").to(worker, "service");
  }

  /** A Worker of the script by its id; see {@link Worker#named}. */
  static Binding later(String id) {
    return of("service", "service", new Later(WorkerProvider.TYPE, id));
  }

  /** For a service: the class that it exports and that answers, instead of its default export. */
  public Binding entrypoint(String className) {
    return with("entrypoint", className);
  }

  /** For a service: what it finds in {@code ctx.props}. */
  public Binding props(Map<String, ?> props) {
    return with("props", props);
  }

  /** A Vectorize index. */
  public static Binding vectorize(String index) {
    return of("vectorize", "index_name", index);
  }

  /** Id, tag and time of the version that runs. */
  public static Binding versionMetadata() {
    return of("version_metadata");
  }

  /** A network behind a Cloudflare tunnel or mesh. */
  public static Binding vpcNetwork(String networkId) {
    return of("vpc_network", "network_id", networkId);
  }

  /** The network behind one tunnel. */
  public static Binding vpcTunnel(String tunnelId) {
    return of("vpc_network", "tunnel_id", tunnelId);
  }

  /** A service in a private network. */
  public static Binding vpcService(String serviceId) {
    return of("vpc_service", "service_id", serviceId);
  }

  /** Workers that are loaded while this one runs. */
  public static Binding workerLoader() {
    return of("worker_loader");
  }

  /** A workflow that exists, whose class this Worker's main module exports. */
  public static Binding workflow(String name, String className) {
    return of("workflow", "workflow_name", name, "class_name", className);
  }

  /** A workflow of another Worker that exists. */
  public static Binding workflow(String name, String className, String script) {
    return workflow(name, className).with("script_name", script);
  }

  @Override
  public Map<String, Object> binding() {
    return fields;
  }

  @Override
  public Handle<?> handle() {
    return target;
  }

  @Override
  public String toString() {
    return "binding of type " + fields.get("type");
  }
}
