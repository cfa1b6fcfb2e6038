package alchemy.types;

import alchemy.App;
import alchemy.cloudflare.WorkerTypes;
import alchemy.cloudflare.WorkerTypes.Source;
import alchemy.cloudflare.WranglerConfig;
import alchemy.engine.Graph;
import alchemy.engine.Plan;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is written beside the Workers' sources: types of what the script binds, and their config.
 */
public final class WorkerFiles {
  private static final String TYPE = "cloudflare:Worker";

  private WorkerFiles() {}

  /**
   * True if a run did something to a Worker, or the types of one are missing: else it costs time.
   */
  public static boolean areDue(App app, Plan plan) {
    return plan.steps().stream().anyMatch(each -> each.type().equals(TYPE) && each.acts())
        || app.session().graph().nodes().stream()
            .filter(each -> each.type().equals(TYPE))
            .anyMatch(
                each -> each.declared().get("main") instanceof String main && lacks(app, main));
  }

  private static boolean lacks(App app, String main) {
    Path beside = app.root().resolve(main).resolveSibling(WorkerTypes.FILE);
    return main.endsWith("ts") && Files.notExists(beside);
  }

  /** The files' paths, relative to the script's folder, and their texts; none if it has to go. */
  public static Map<String, String> types(App app) {
    Graph graph = app.session().graph();
    List<Source> workers =
        graph.nodes().stream()
            .filter(each -> each.type().equals(TYPE))
            .map(each -> new Source(each.id(), each.declared(), Map.of()))
            .toList();
    if (workers.stream().anyMatch(Source::asks)) {
      StageState state = app.session().store().load();
      workers =
          workers.stream()
              .map(each -> new Source(each.id(), each.declared(), applied(state, each.id())))
              .toList();
    }
    Set<String> varying = new HashSet<>(graph.varying());
    varying.add(app.stage());
    varying.addAll(app.args());
    Map<String, String> files = WorkerTypes.of(app.root(), varying, workers);
    Map<String, String> headed = new TreeMap<>();
    String head = "/* eslint-disable */\n" + GeneratedFile.head("types");
    files.forEach((path, text) -> headed.put(path, head + text));
    Path root = app.root().toAbsolutePath().normalize();
    files.keySet().stream()
        .map(each -> WorkerTypes.program(root, each))
        .distinct()
        .filter(each -> each.startsWith(root))
        .forEach(each -> tidy(root, each, headed));
    return headed;
  }

  // A Worker that moved away: the interfaces of its file would still be in force, merged with ours.
  private static void tidy(Path root, Path folder, Map<String, String> files) {
    Path file = folder.resolve(WorkerTypes.FILE);
    String path = root.relativize(file).toString().replace('\\', '/');
    if (!files.containsKey(path) && GeneratedFile.isOurs(file)) {
      files.put(path, "");
    }
    try (var parts = Files.newDirectoryStream(folder, WorkerFiles::isPart)) {
      parts.forEach(each -> tidy(root, each, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What has a program or a script of its own is not for this script to tidy.
  private static boolean isPart(Path folder) {
    String name = folder.getFileName().toString();
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.isReadable(folder)
        && !name.startsWith(".")
        && !name.equals("node_modules")
        && Stream.of("tsconfig.json", "alchemy.run.java", "alchemy.run.jsh")
            .allMatch(each -> Files.notExists(folder.resolve(each)));
  }

  private static Map<String, Object> applied(StageState state, String id) {
    return state.row(id).map(Row::props).orElse(Map.of());
  }

  /**
   * The configurations of the Workers that were deployed, one for each.
   *
   * @param notes hears of Workers that can have none, and of one that was left from before
   */
  public static Map<String, String> wrangler(Path root, StageState state, Consumer<String> notes) {
    Map<String, String> databases =
        state.rows().values().stream()
            .filter(each -> each.type().equals("cloudflare:D1Database") && each.remoteId() != null)
            .collect(Collectors.toMap(Row::remoteId, each -> String.valueOf(each.name())));
    List<Row> workers =
        state.rows().values().stream()
            .filter(each -> each.type().equals(TYPE) && each.isLive() && each.remoteId() != null)
            .filter(each -> hasFiles(each, notes))
            .toList();
    if (workers.size() > 1 && GeneratedFile.isOurs(root.resolve("wrangler.jsonc"))) {
      notes.accept("wrangler.jsonc is left from when there was one Worker; delete it");
    }
    Map<String, String> files = new TreeMap<>();
    for (Row each : workers) {
      String place = String.valueOf(each.place());
      String text =
          WranglerConfig.of(
              each.remoteId(),
              place.substring(place.lastIndexOf(' ') + 1),
              each.props(),
              each.outputs(),
              databases);
      String which = workers.size() == 1 ? "" : "." + each.id().replace('/', '-');
      files.put("wrangler" + which + ".jsonc", GeneratedFile.head("types --wrangler") + text);
    }
    return files;
  }

  // What is uploaded from the script itself is nowhere for wrangler to find.
  private static boolean hasFiles(Row worker, Consumer<String> notes) {
    Map<String, Object> props = worker.props();
    if (props.get("main") != null || props.get("assetsFolder") != null) {
      return true;
    }
    notes.accept(worker.id() + " has its code in the script, so wrangler cannot have it");
    return false;
  }

  /**
   * Writes files.
   *
   * @param told hears of each: its path, and what became of it
   */
  public static void write(
      Path root, Map<String, String> files, BiConsumer<String, GeneratedFile> told) {
    for (Map.Entry<String, String> each : files.entrySet()) {
      told.accept(each.getKey(), GeneratedFile.write(root.resolve(each.getKey()), each.getValue()));
    }
  }
}
