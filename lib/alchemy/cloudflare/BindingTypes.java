package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.json.Json;
import alchemy.json.Records;
import alchemy.provider.Later;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What TypeScript calls what a Worker finds in its {@code env}: as wrangler does. */
final class BindingTypes {
  // Those that are the same whatever they bind, in wrangler's order.
  private static final List<List<String>> PLAIN =
      Arrays.stream(
              """
              kv_namespace KVNamespace
              r2_bucket R2Bucket
              d1 D1Database
              vectorize VectorizeIndex
              hyperdrive Hyperdrive
              send_email SendEmail
              analytics_engine AnalyticsEngineDataset
              dispatch_namespace DispatchNamespace
              mtls_certificate Fetcher
              queue Queue
              secrets_store_secret SecretsStoreSecret
              artifacts Artifacts
              flagship Flagship
              ratelimit RateLimit
              worker_loader WorkerLoader
              vpc_service Fetcher
              vpc_network Fetcher
              ai_search_namespace AiSearchNamespace
              ai_search AiSearchInstance
              agent_memory AgentMemoryNamespace
              browser BrowserRun
              ai Ai
              images ImagesBinding
              media MediaBinding
              version_metadata WorkerVersionMetadata
              assets Fetcher
              pipelines import("cloudflare:pipelines").Pipeline<import("cloudflare:pipelines").PipelineRecord>
              secret_key CryptoKey\
              """
                  .split("\n"))
          .map(line -> List.of(line.split(" ", 2)))
          .toList();

  private static final String ASKED_LATER = "string";

  /**
   * One property of {@code Env}.
   *
   * @param order where wrangler puts its kind
   * @param isText what {@code process.env} has, too
   */
  record Member(int order, String name, String type, boolean isText) {}

  private final Set<String> varying;
  private final Function<Object, String> modules;

  /**
   * Types of one Worker's bindings.
   *
   * @param varying texts that are others in another stage or on another machine
   * @param modules what to import a Worker of the script from, by a binding's value that means it,
   *     null being the Worker itself; null if that is no TypeScript
   */
  BindingTypes(Set<String> varying, Function<Object, String> modules) {
    this.varying = varying;
    this.modules = modules;
  }

  /**
   * The type of a binding.
   *
   * @param declared as the script says it
   * @param applied as it was deployed last; null if it never was
   */
  Member of(String name, Object declared, Object applied) {
    if (declared instanceof Secret) {
      return new Member(101, name, "string", true);
    }
    if (declared instanceof Map<?, ?> binding && !"json".equals(binding.get("type"))) {
      return bound(name, binding);
    }
    Object was = applied instanceof Map<?, ?> map ? map.get("json") : applied;
    Object now = declared instanceof Map<?, ?> map ? map.get("json") : declared;
    return new Member(100, name, literal(now, was), true);
  }

  private Member bound(String name, Map<?, ?> binding) {
    Object type = binding.get("type");
    Object className = binding.get("class_name");
    if ("durable_object_namespace".equals(type)) {
      Object script = binding.get("script_name");
      String module = modules.apply(script);
      return member(
          102,
          name,
          module == null
              ? "DurableObjectNamespace" + comment(className, script)
              : "DurableObjectNamespace<import(\"" + module + "\")." + className + ">");
    }
    if ("service".equals(type)) {
      Object service = binding.get("service");
      Object entrypoint = binding.get("entrypoint");
      String module = modules.apply(service);
      if (module != null) {
        String export = entrypoint == null ? "default" : entrypoint.toString();
        return member(103, name, "Service<typeof import(\"" + module + "\")." + export + ">");
      }
      return member(
          103,
          name,
          entrypoint == null
              ? "Fetcher" + comment(service, null)
              : "Service" + comment("entrypoint " + entrypoint, service));
    }
    if ("workflow".equals(type)) {
      Object script = binding.get("script_name");
      String module = modules.apply(script);
      return member(
          104,
          name,
          module == null
              ? "Workflow" + comment(className, script)
              : "Workflow<Parameters<import(\""
                  + module
                  + "\")."
                  + className
                  + "['run']>[0]['payload']>");
    }
    for (int i = 0; i < PLAIN.size(); i++) {
      if (PLAIN.get(i).get(0).equals(type)) {
        return member(i, name, PLAIN.get(i).get(1));
      }
    }
    return member(PLAIN.size(), name, "unknown"); // what is inherited may be anything
  }

  private static Member member(int order, String name, String type) {
    return new Member(order, name, type, false);
  }

  private static String comment(Object what, Object from) {
    List<String> words = new ArrayList<>();
    words.add(name(what));
    if (from != null) {
      words.add("from " + name(from));
    }
    String text = words.stream().filter(Objects::nonNull).collect(Collectors.joining(" "));
    return " /* " + text.replace("*/", "") + " */";
  }

  // A Worker of the script by its id: its name is another one in each stage.
  private static String name(Object value) {
    if (value instanceof Later later) {
      return later.id();
    }
    return value instanceof WorkerName named ? named.worker().handle().id() : value.toString();
  }

  /** A value as the type that has only this one; what is asked later is not known so exactly. */
  private String literal(Object value, Object applied) {
    if (value instanceof Supplier) {
      return applied == null ? ASKED_LATER : wide(applied);
    }
    if (value instanceof Map<?, ?> map) {
      Map<?, ?> was = applied instanceof Map<?, ?> before ? before : Map.of();
      return map.entrySet().stream()
          .map(each -> text(each.getKey()) + ":" + literal(each.getValue(), was.get(each.getKey())))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .map(each -> literal(each, null))
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Secret || value instanceof String text && isOpen(text)) {
      return "string";
    }
    Object tree = Records.toTree(value);
    return tree instanceof Map || tree instanceof Collection ? literal(tree, applied) : text(tree);
  }

  // Neither what differs from place to place, nor what nobody may read here.
  private boolean isOpen(String text) {
    return Secret.isIn(text)
        || varying.stream()
            .anyMatch(each -> each.length() < 2 ? text.equals(each) : text.contains(each));
  }

  private static String wide(Object value) {
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Number) {
      return "number";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> text(each.getKey()) + ":" + wide(each.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value instanceof Collection ? "unknown[]" : "string";
  }

  private static String text(Object leaf) {
    return new String(Json.write(leaf, false), StandardCharsets.UTF_8);
  }
}
