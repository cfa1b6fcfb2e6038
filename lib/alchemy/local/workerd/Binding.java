package alchemy.local.workerd;

import static alchemy.local.workerd.Capnp.quote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a Worker finds in its {@code env} under a name. Only what workerd itself can serve. */
public sealed interface Binding {
  /** The property of {@code env}. */
  String name();

  /** The field of workerd's {@code Binding} that makes it. */
  String field(Wiring wiring);

  /** A text, public or secret. */
  record Text(String name, String text) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "text = " + quote(text);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A value, given as JSON text. */
  record Json(String name, String json) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "json = " + quote(json);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A key for WebCrypto.
   *
   * @param form the member of workerd's {@code CryptoKey} that takes the material
   * @param algorithm as JSON
   */
  record Key(String name, String form, String material, String algorithm, List<String> usages)
      implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "cryptoKey = (%s = %s, algorithm = (json = %s), usages = [%s])"
          .formatted(form, quote(material), quote(algorithm), String.join(", ", usages));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A module of the upload, for a Worker in the old syntax.
   *
   * @param field the member of workerd's {@code Binding} that takes its content
   * @param index of the module
   */
  record Part(String name, String field, int index) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return field + " = embed \"" + Launch.file(index) + "\"";
    }
  }

  /**
   * A database behind a connection string. The scheme is {@code postgresql} or {@code postgres}.
   *
   * <p>workerd builds {@code env.X.connectionString} without percent-encoding its parts, so that a
   * client fails on {@code /}, {@code #} or {@code ?} in a password. Such parts are encoded here:
   * the connection string is right then, at the price that {@code env.X.password} shows the encoded
   * form.
   */
  record Hyperdrive(
      String name,
      String host,
      int port,
      String scheme,
      String database,
      String user,
      String password)
      implements Binding {
    @Override
    public String field(Wiring wiring) {
      var bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return "hyperdrive = (designator = %s, database = %s, user = %s, password = %s, scheme = %s)"
          .formatted(
              wiring.external(bracketed + ":" + port, "tcp = ()"),
              quote(encode(database)),
              quote(encode(user)),
              quote(encode(password)),
              quote(scheme));
    }

    private static String encode(String part) {
      return URLEncoder.encode(part, StandardCharsets.UTF_8)
          .replace("+", "%20")
          .replace("*", "%2A");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Another Worker.
   *
   * @param entrypoint empty for the default export
   * @param props what it finds in {@code ctx.props}
   */
  record Service(String name, String worker, String entrypoint, Map<String, Object> props)
      implements Binding {
    @Override
    public String field(Wiring wiring) {
      var far = Wiring.far(Sockets.worker(worker), Launch.MAIN, props);
      if (!entrypoint.isEmpty()) {
        far.put("entrypoint", entrypoint);
      }
      return "service = " + wiring.bridge(far);
    }
  }

  /** The Worker itself, or one of its entrypoints; an empty one means the default export. */
  record Self(String name, String entrypoint, Map<String, Object> props) implements Binding {
    @Override
    public String field(Wiring wiring) {
      var named = entrypoint.isEmpty() ? "" : ", entrypoint = " + quote(entrypoint);
      return "service = (name = \"" + Launch.MAIN + "\"" + named + Capnp.props(props) + ")";
    }
  }

  /** The Durable Objects of a class of the Worker itself. */
  record Objects(String name, String className) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "durableObjectNamespace = " + quote(className);
    }
  }

  /** The Durable Objects of a class of another Worker. */
  record FarObjects(String name, String worker, ObjectClass of) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "durableObjectNamespace = " + wiring.bridgedClass(Sockets.worker(worker), of);
    }
  }

  /** A KV namespace of workerd's own simulator. */
  record Kv(String name, String namespace) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "kvNamespace = " + wiring.simulated("kv", Map.of("namespace", namespace), Map.of());
    }
  }

  /** A database of workerd's own D1 simulator. */
  record D1(String name, String database) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "wrapped = (moduleName = \"cloudflare-internal:d1-api\", innerBindings ="
          + " [(name = \"fetcher\", service = "
          + wiring.simulated("d1", Map.of("database", database), Map.of())
          + ")])";
    }
  }

  /**
   * The sending side of a queue of workerd's own simulator.
   *
   * @param delaySeconds of messages that are sent without a delay of their own
   */
  record Queue(String name, String queue, int delaySeconds) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "queue = "
          + wiring.simulated("queues", Map.of("queue", queue), Map.of("delay", delaySeconds));
    }
  }

  /** Counts calls a key and says when there are too many, in this process only. */
  record RateLimit(String name, int limit, int periodSeconds) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "wrapped = (moduleName = \"%s\", innerBindings = [(name = \"limit\", json = \"%d\"),"
              .formatted(Glue.RATE_LIMIT, limit)
          + " (name = \"period\", json = \"%d\")])".formatted(periodSeconds);
    }
  }

  /** Takes data points and drops them. */
  record Dataset(String name) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "wrapped = (moduleName = \"" + Glue.DATASET + "\", innerBindings = [])";
    }
  }

  /** Loads Workers from code that the Worker gives. */
  record Loader(String name) implements Binding {
    @Override
    public String field(Wiring wiring) {
      wiring.needsExperimental();
      return "workerLoader = (id = " + quote(name) + ")";
    }
  }

  /** The Worker's static assets. */
  record Files(String name) implements Binding {
    @Override
    public String field(Wiring wiring) {
      return "service = (name = \"" + WorkerConfig.ASSETS + "\", entrypoint = \"AssetWorker\")";
    }
  }
}
