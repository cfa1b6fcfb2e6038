package alchemy.peer;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds and reads one stage's files: one JSON file a resource below {@code
 * .alchemy/APP/STAGE[/SCOPE...]}.
 */
public final class PeerFiles {
  private static final String SYMBOL = "Symbol(";
  private static final String SCOPE = "alchemy::Scope";

  private final Path given;

  /**
   * @param given the project's folder, its {@code .alchemy}, or the folder of an app or a stage
   */
  public PeerFiles(Path given) {
    this.given = given;
  }

  /**
   * The stage's resources, sorted by file.
   *
   * @throws PeerStateMissingException if the folder does not hold that stage
   * @throws PeerFileException if a file is damaged
   */
  public List<PeerResource> read(String app, String stage) {
    Path folder = folder(app, stage);
    List<PeerResource> found = new ArrayList<>();
    for (Path each : files(folder)) {
      PeerResource resource = resource(folder, each);
      if (resource != null) {
        found.add(resource);
      }
    }
    return found;
  }

  private Path folder(String app, String stage) {
    List<Path> places =
        List.of(
            given.resolve(".alchemy").resolve(app).resolve(stage),
            given.resolve(app).resolve(stage),
            given.resolve(stage),
            given);
    for (Path each : places) {
      if (isStage(each)) {
        return each;
      }
    }
    throw new PeerStateMissingException(given.toString(), app, stage, known());
  }

  /** What the folder holds instead, as {@code app/stage}. */
  private Set<String> known() {
    Set<String> known = new TreeSet<>();
    Path inside = given.resolve(".alchemy");
    Path base = Files.isDirectory(inside) ? inside : given;
    for (Path app : folders(base)) {
      for (Path stage : folders(app)) {
        if (isStage(stage)) {
          known.add(base.relativize(stage).toString());
        }
      }
    }
    return known;
  }

  private static boolean isStage(Path folder) {
    return jsonIn(folder).stream().anyMatch(PeerFiles::isResource);
  }

  // While it is looked for, a file may be anybody's.
  private static boolean isResource(Path file) {
    try {
      return tree(file) != null;
    } catch (PeerFileException e) {
      return false;
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>(jsonIn(folder));
    folders(folder).forEach(each -> files.addAll(files(each)));
    return files;
  }

  private static List<Path> jsonIn(Path folder) {
    return list(folder).stream()
        .filter(each -> each.getFileName().toString().endsWith(".json"))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> folders(Path folder) {
    return list(folder).stream().filter(each -> Files.isDirectory(each)).toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new PeerFileException(folder.toString(), "it cannot be read", e);
    }
  }

  /** The file's tree; null if it is no resource's, as our own files in a shared folder. */
  private static Map<?, ?> tree(Path file) {
    try {
      return Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> tree
              && tree.get("kind") instanceof String
              && tree.get("id") instanceof String
          ? tree
          : null;
    } catch (MalformedJsonException e) {
      throw new PeerFileException(file.toString(), "it is no JSON; is it cut off?", e);
    } catch (IOException e) {
      throw new PeerFileException(file.toString(), "it cannot be read", e);
    }
  }

  private PeerResource resource(Path folder, Path file) {
    Map<?, ?> tree = tree(file);
    if (tree == null || SCOPE.equals(tree.get("kind"))) {
      return null;
    }
    StringBuilder id = new StringBuilder();
    for (Path scope : folder.relativize(file.getParent())) {
      id.append(scope.toString().isEmpty() ? "" : scope + "/");
    }
    Object outputs = plain(tree.get("output"));
    return new PeerResource(
        id.append(tree.get("id")).toString(),
        (String) tree.get("kind"),
        String.valueOf(tree.get("status")),
        given.relativize(file).toString(),
        outputs instanceof Map<?, ?> map ? named(map) : Map.of());
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (value != null) {
            named.put(String.valueOf(name), value);
          }
        });
    return named;
  }

  /** A stored tree without the marks of its program: dates as texts, secrets locked. */
  private static Object plain(Object stored) {
    if (stored instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(each -> items.add(plain(each)));
      return items;
    }
    if (!(stored instanceof Map<?, ?> map)) {
      return stored;
    }
    Object secret = map.get("@secret");
    if (secret != null) {
      // What is no text was sealed as JSON, one level deeper.
      boolean deeper = secret instanceof Map<?, ?> parts && parts.get("data") != null;
      return new Locked(deeper ? ((Map<?, ?>) secret).get("data") : secret);
    }
    for (String mark : List.of("@date", "@symbol", "@schema", "@buffer")) {
      if (map.containsKey(mark)) {
        return map.get(mark);
      }
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          Object kept = plain(value);
          if (kept != null && !String.valueOf(name).startsWith(SYMBOL)) {
            tree.put(String.valueOf(name), kept);
          }
        });
    return tree;
  }
}
