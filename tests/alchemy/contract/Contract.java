package alchemy.contract;

import alchemy.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One of the two APIs as {@code tests/contracts} has it. */
final class Contract {
  private final Map<?, ?> tree;
  private final Schema schema;

  private Contract(Map<?, ?> tree) {
    this.tree = tree;
    this.schema = new Schema((Map<?, ?>) tree.get("schemas"));
  }

  /** Reads the files of a contract; a later one adds to an earlier one, and goes before it. */
  static Contract of(String... files) {
    Object whole = Map.of();
    for (String each : files) {
      try {
        whole = merged(whole, Json.read(Files.readString(folder().resolve(each))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Contract((Map<?, ?>) whole);
  }

  /** Where the contracts lie. */
  static Path folder() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(each -> each != null)
        .map(each -> each.resolve("tests/contracts"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("tests run inside of the checkout"));
  }

  private static Object merged(Object below, Object above) {
    if (below instanceof Map<?, ?> one && above instanceof Map<?, ?> other) {
      Map<Object, Object> both = new LinkedHashMap<>(one);
      other.forEach((name, value) -> both.merge(name, value, Contract::merged));
      return both;
    }
    return above;
  }

  /** What all paths of this API begin with. */
  String base() {
    return (String) tree.get("base");
  }

  /** Whether a request's path is below this API. */
  boolean has(String path) {
    return path.startsWith(base() + "/");
  }

  /** A method of a path. */
  record Operation(String name, Map<?, ?> facts, Map<String, String> segments) {}

  /** The operation that a request means: of those that fit, the one with the fewest braces. */
  Optional<Operation> operation(String method, String path) {
    String below = path.substring(base().length());
    Optional<Operation> best = Optional.empty();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) tree.get("paths")).entrySet()) {
      String template = each.getKey().toString();
      Map<String, String> segments = segments(template, below);
      if (segments != null
          && ((Map<?, ?>) each.getValue()).get(method) instanceof Map<?, ?> facts
          && (best.isEmpty() || segments.size() < best.get().segments.size())) {
        best = Optional.of(new Operation(method + " " + template, facts, segments));
      }
    }
    return best;
  }

  private static Map<String, String> segments(String template, String path) {
    String[] wanted = template.split("/");
    String[] given = path.split("/");
    if (wanted.length != given.length) {
      return null;
    }
    Map<String, String> segments = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        segments.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return segments;
  }

  /** What is wrong with a request. */
  List<String> ofRequest(Exchange exchange) {
    Optional<Operation> found = operation(exchange.method(), exchange.path());
    if (found.isEmpty()) {
      return List.of("is not in the contract");
    }
    Map<?, ?> facts = found.get().facts;
    List<String> faults = new ArrayList<>();
    Object nothing = Map.of("properties", Map.of());
    if (facts.get("path") instanceof Map<?, ?> path) {
      Map<String, Object> known = new LinkedHashMap<>(found.get().segments);
      known.keySet().retainAll(((Map<?, ?>) path.get("properties")).keySet());
      add(faults, "path ", schema.faults(path, known));
    }
    Object query = facts.containsKey("query") ? facts.get("query") : nothing;
    add(faults, "query ", schema.faults(query, typed((Map<?, ?>) query, exchange.query())));
    if (exchange.unreadable()) {
      faults.add("body cannot be read");
    } else if (facts.get("form") != null) {
      add(faults, "form ", schema.faults(facts.get("form"), exchange.form()));
    } else if (facts.get("body") != null) {
      Object body = exchange.body() == null ? Map.of() : exchange.body();
      add(faults, "body ", schema.faults(facts.get("body"), body));
    } else if (exchange.body() != null && !exchange.body().equals(Map.of())) {
      faults.add("body is not in the contract");
    }
    String type = facts.get("form") != null ? "multipart/form-data" : "application/json";
    if (exchange.body() != null && !exchange.type().equals(type)) {
      faults.add("has the type " + exchange.type() + ", not " + type);
    }
    return faults;
  }

  // In a query everything is text.
  private static Map<String, Object> typed(Map<?, ?> schema, Map<String, String> query) {
    Map<String, Object> typed = new LinkedHashMap<>(query);
    ((Map<?, ?>) schema.get("properties"))
        .forEach(
            (name, each) -> {
              Object type = ((Map<?, ?>) each).get("type");
              Object word = ((Map<?, ?>) each).get("const");
              String value = query.get(name.toString());
              boolean flag = "boolean".equals(type) || word instanceof Boolean;
              if (flag && List.of("true", "false").contains(String.valueOf(value))) {
                typed.put(name.toString(), Boolean.valueOf(value));
              } else if ("array".equals(type) && value != null) {
                typed.put(name.toString(), List.of(value.split(",")));
              } else if (("number".equals(type) || "integer".equals(type))
                  && String.valueOf(value).matches("-?\\d+")) {
                typed.put(name.toString(), Long.valueOf(value));
              }
            });
    return typed;
  }

  /**
   * What is wrong with an answer.
   *
   * @param faulty whether the request itself does not keep the contract, so that any refusal does
   */
  List<String> ofAnswer(Exchange exchange, boolean faulty) {
    int status = exchange.status();
    if (status >= 500) {
      return List.of("status " + status);
    }
    Optional<Operation> found = operation(exchange.method(), exchange.path());
    List<String> faults = new ArrayList<>();
    if (status >= 400) {
      // 401 and 429 may answer anything, and nobody declares what a wrong id or value comes to.
      boolean missing = status == 404 && found.isPresent() && !found.get().segments.isEmpty();
      boolean value = status == 400 && !exchange.ours();
      boolean any = faulty || found.isEmpty() || status == 401 || status == 429 || missing || value;
      if (!any
          && found.get().facts.get("errors") instanceof List<?> declared
          && !declared.contains(String.valueOf(status))) {
        faults.add("status " + status + " is not in the contract");
      }
      add(faults, "error ", schema.faults(tree.get("error"), exchange.answer()));
      return faults;
    }
    if (found.isEmpty()) {
      return List.of("status " + status + " to what is not in the contract");
    }
    Map<?, ?> answers = (Map<?, ?>) found.get().facts.get("answers");
    if (!answers.containsKey(String.valueOf(status))) {
      return List.of("status " + status + " is not in the contract, which has " + answers.keySet());
    }
    Object wanted = answers.get(String.valueOf(status));
    if (wanted == null) {
      return exchange.answerType().isEmpty() ? List.of() : List.of("has a body");
    }
    if (((Map<?, ?>) wanted).get("raw") instanceof List<?> types) {
      return types.contains(exchange.answerType())
          ? List.of()
          : List.of("has the type " + exchange.answerType() + ", not " + types);
    }
    if (tree.get("success") == null) {
      add(faults, "answer ", schema.faults(wanted, exchange.answer()));
    } else {
      add(faults, "answer ", schema.faults(tree.get("success"), exchange.answer()));
      if (exchange.answer() instanceof Map<?, ?> envelope) {
        add(faults, "result ", schema.faults(wanted, envelope.get("result")));
      }
    }
    return faults;
  }

  private static void add(List<String> faults, String what, List<String> more) {
    more.forEach(each -> faults.add(what + each.replaceAll("\\[\\d+]", "[]")));
  }

  /** The names of all operations. */
  List<String> operations() {
    return ((Map<?, ?>) tree.get("paths"))
        .entrySet().stream()
            .flatMap(
                each ->
                    ((Map<?, ?>) each.getValue())
                        .keySet().stream().map(method -> method + " " + each.getKey()))
            .toList();
  }
}
