package alchemy.cloudflare;

import alchemy.cloudflare.BindingTypes.Member;
import alchemy.provider.Later;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells a Worker's sources what the script binds: a {@code worker-configuration.d.ts} beside each
 * file where a Worker starts, as {@code wrangler types} writes it. What several Workers that start
 * at one file bind differently is a union, and optional where not all have it.
 *
 * <pre>
 * files where Workers start, below one tsconfig.json    the interface
 * one                                                   Env, and Cloudflare.Env
 * several                                               each its own: ApiEnv for api.ts
 * </pre>
 */
public final class WorkerTypes {
  /** The files' name. */
  public static final String FILE = "worker-configuration.d.ts";

  private static final String NODE_BY_DEFAULT = "2026-08-04";
  private static final List<String> EXTENSIONS = List.of(".ts", ".mts", ".cts", ".tsx");

  private static final String MODULES =
      Arrays.stream(
              new String[][] {
                {"*.txt", "string"},
                {"*.html", "string"},
                {"*.sql", "string"},
                {"*.bin", "ArrayBuffer"},
                {"*.wasm", "WebAssembly.Module"},
                {"*.wasm?module", "WebAssembly.Module"}
              })
          .map(
              each ->
                  "declare module \"%s\" {\n\tconst value: %s;\n\texport default value;\n}\n"
                      .formatted(each[0], each[1]))
          .collect(Collectors.joining());

  /**
   * A Worker.
   *
   * @param id its id in the script
   * @param declared its properties as the script declares them
   * @param applied its properties as they were deployed last; empty if it never was, or if it
   *     {@link #asks} nothing
   */
  public record Source(String id, Map<String, Object> declared, Map<String, Object> applied) {
    /** True if a type depends on a value that is asked later. */
    public boolean asks() {
      return bindings(declared).values().stream()
          .anyMatch(
              each ->
                  each instanceof Supplier
                      || each instanceof Map<?, ?> map && "json".equals(map.get("type")));
    }

    private String main() {
      return (String) declared.get("main");
    }

    private boolean isTyped() {
      return isTypeScript(main()) && !Boolean.FALSE.equals(declared.get("types"));
    }

    private Map<?, ?> bindings(Map<String, Object> from) {
      return from.get("bindings") instanceof Map<?, ?> map ? map : Map.of();
    }

    private Collection<?> flags() {
      return declared.get("compatibilityFlags") instanceof Collection<?> all ? all : List.of();
    }

    private String date() {
      Object date = declared.get("compatibilityDate");
      return date instanceof String text ? text : WorkerProvider.NEWEST_DATE;
    }
  }

  private final Path root;
  private final Set<String> varying;
  private final List<Source> workers;

  private WorkerTypes(Path root, Set<String> varying, List<Source> workers) {
    this.root = root.toAbsolutePath().normalize();
    this.varying = varying;
    this.workers = workers;
  }

  /**
   * The files' texts by their paths, relative to the root.
   *
   * @param root the script's folder
   * @param varying texts that are no types, since they are others elsewhere: the stage's name
   * @param workers all of the script
   */
  public static Map<String, String> of(Path root, Set<String> varying, List<Source> workers) {
    return new WorkerTypes(root, varying, workers).files();
  }

  /**
   * The folder whose {@code tsconfig.json} compiles a file; the script's if there is none.
   *
   * @param root the script's folder
   * @param file relative to it
   */
  public static Path program(Path root, String file) {
    var types = new WorkerTypes(root, Set.of(), List.of());
    return types.program(types.at(file));
  }

  private Map<String, String> files() {
    Map<Path, List<Source>> mains = new LinkedHashMap<>();
    workers.stream()
        .filter(Source::isTyped)
        .forEach(
            each -> mains.computeIfAbsent(at(each.main()), any -> new ArrayList<>()).add(each));
    Map<Path, Set<Path>> programs = new LinkedHashMap<>();
    mains
        .keySet()
        .forEach(
            main ->
                programs.computeIfAbsent(program(main), any -> new LinkedHashSet<>()).add(main));
    Map<String, StringBuilder> files = new TreeMap<>();
    mains.forEach(
        (main, all) -> {
          Set<Path> beside = programs.get(program(main));
          String file = slashes(root.relativize(main.resolveSibling(FILE)));
          files
              .computeIfAbsent(file, any -> new StringBuilder())
              .append(beside.size() == 1 ? alone(main, all) : named(name(main, beside), main, all));
        });
    // Once a program, since a second time is an error there.
    Map<Path, String> first = new HashMap<>();
    files.keySet().forEach(file -> first.putIfAbsent(program(at(file)), file));
    first.values().forEach(file -> files.get(file).append(MODULES));
    Map<String, String> texts = new TreeMap<>();
    files.forEach((file, text) -> texts.put(file, text.toString()));
    return texts;
  }

  private String alone(Path main, List<Source> all) {
    List<Member> members = members(main, all);
    String texts =
        members.stream()
            .filter(Member::isText)
            .map(each -> "\"" + bare(each.name()) + "\"")
            .collect(Collectors.joining(" | "));
    String classes =
        all.stream()
            .flatMap(each -> WorkerClasses.bound(each.bindings(each.declared())).keySet().stream())
            .distinct()
            .map(each -> "\"" + each + "\"")
            .collect(Collectors.joining(" | "));
    StringBuilder text = new StringBuilder(body("__BaseEnv_Env", members));
    text.append("declare namespace Cloudflare {\n\tinterface GlobalProps {\n")
        .append("\t\tmainModule: typeof import(\"")
        .append(module(main, main))
        .append("\");\n");
    if (!classes.isEmpty()) {
      text.append("\t\tdurableNamespaces: ").append(classes).append(";\n");
    }
    text.append("\t}\n\tinterface Env extends __BaseEnv_Env {}\n}\n")
        .append("interface Env extends __BaseEnv_Env {}\n");
    if (!texts.isEmpty() && all.stream().allMatch(WorkerTypes::fillsProcessEnv)) {
      text.append(
          """
          type StringifyValues<EnvType extends Record<string, unknown>> = {
          \t[Binding in keyof EnvType]: EnvType[Binding] extends string ? EnvType[Binding] : string;
          };
          declare namespace NodeJS {
          \tinterface ProcessEnv extends StringifyValues<Pick<Cloudflare.Env, %s>> {}
          }
          """
              .formatted(texts));
    }
    return text.toString();
  }

  private String named(String name, Path main, List<Source> all) {
    return body(name, members(main, all));
  }

  private static String body(String name, List<Member> members) {
    return members.stream()
        .map(each -> "\t" + each.name() + ": " + each.type() + ";\n")
        .collect(Collectors.joining("", "interface " + name + " {\n", "}\n"));
  }

  private List<Member> members(Path main, List<Source> all) {
    Map<String, List<Member>> found = new LinkedHashMap<>();
    for (Source each : all) {
      var types = new BindingTypes(varying, value -> moduleOf(main, each, value));
      Map<?, ?> applied = each.bindings(each.applied());
      each.bindings(each.declared())
          .forEach(
              (name, value) ->
                  found
                      .computeIfAbsent(name.toString(), any -> new ArrayList<>())
                      .add(types.of(name.toString(), value, applied.get(name))));
    }
    return found.entrySet().stream()
        .map(each -> merged(each.getKey(), each.getValue(), all.size()))
        .sorted(Comparator.comparing(Member::order))
        .toList();
  }

  private static Member merged(String name, List<Member> members, int of) {
    String type = members.stream().map(Member::type).distinct().collect(Collectors.joining(" | "));
    boolean isText = members.stream().allMatch(Member::isText);
    String key = members.size() < of ? name + "?" : name;
    return new Member(members.get(0).order(), key, type, isText);
  }

  private static String bare(String name) {
    return name.endsWith("?") ? name.substring(0, name.length() - 1) : name;
  }

  /** What a file beside a main file imports the Worker from that a binding's value means. */
  private String moduleOf(Path from, Source self, Object value) {
    if (value == null) {
      return module(from, from);
    }
    String main = null;
    if (value instanceof WorkerName named) {
      main = (String) named.worker().handle().declared("main").orElse(null);
    } else if (value instanceof Later later) {
      String scope = self.id().substring(0, self.id().lastIndexOf('/') + 1);
      main =
          workers.stream()
              .filter(each -> List.of(scope + later.id(), later.id()).contains(each.id()))
              .map(Source::main)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
    }
    return isTypeScript(main) ? module(from, at(main)) : null;
  }

  private static String module(Path from, Path main) {
    String relative = slashes(from.getParent().relativize(main));
    String path = relative.substring(0, relative.lastIndexOf('.'));
    return path.startsWith("../") ? path : "./" + path;
  }

  private Path at(String file) {
    return root.resolve(file).normalize();
  }

  private Path program(Path main) {
    Path folder = main.getParent();
    while (!folder.equals(root)
        && folder.getParent() != null
        && Files.notExists(folder.resolve("tsconfig.json"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  // By the file alone where that tells it from the others.
  private String name(Path main, Set<Path> beside) {
    String own = pascal(main.getFileName());
    boolean isAmbiguous =
        beside.stream().filter(each -> pascal(each.getFileName()).equals(own)).count() > 1;
    return (isAmbiguous ? pascal(root.relativize(main)) : own) + "Env";
  }

  private static String pascal(Path path) {
    String text = slashes(path);
    return Arrays.stream(text.substring(0, text.lastIndexOf('.')).split("[^A-Za-z0-9]+"))
        .filter(each -> !each.isEmpty())
        .map(each -> Character.toUpperCase(each.charAt(0)) + each.substring(1))
        .collect(Collectors.joining());
  }

  // As wrangler: a Worker that has Node's process has what is bound in its environment.
  private static boolean fillsProcessEnv(Source worker) {
    Collection<?> flags = worker.flags();
    boolean hasNode =
        flags.contains("nodejs_compat")
            || worker.date().compareTo(NODE_BY_DEFAULT) >= 0 && !flags.contains("no_nodejs_compat");
    return hasNode
        && worker.date().compareTo("2025-04-01") >= 0
        && !flags.contains("nodejs_compat_do_not_populate_process_env");
  }

  private static boolean isTypeScript(String main) {
    return main != null && EXTENSIONS.stream().anyMatch(main::endsWith);
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
