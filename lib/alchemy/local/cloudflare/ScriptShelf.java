package alchemy.local.cloudflare;

import alchemy.local.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Workers and their versions on disk. One file lists the Workers, each version has a file of its
 * own, so that the cost of an upload does not grow with what is there. Safe for use by several
 * threads.
 */
final class ScriptShelf {
  private static final String FILE = "workers";

  private final Store store;
  private final Map<String, Script> scripts = new LinkedHashMap<>();
  private final Map<String, Version> read = new ConcurrentHashMap<>();

  @SuppressWarnings("unchecked")
  ScriptShelf(Store store) {
    this.store = store;
    store
        .load(FILE)
        .forEach((name, tree) -> scripts.put(name, new Script(name, (Map<String, Object>) tree)));
  }

  synchronized List<Script> all() {
    return List.copyOf(scripts.values());
  }

  synchronized Optional<Script> find(String name) {
    return Optional.ofNullable(scripts.get(name));
  }

  /** All Workers with the versions that serve; none is removed while it is looked up. */
  synchronized List<WorkerBindings.Target> serving() {
    return scripts.values().stream()
        .map(each -> new WorkerBindings.Target(each, deployed(each)))
        .toList();
  }

  /** A version that a Worker lists. */
  Version version(String id) {
    return read.computeIfAbsent(id, each -> Version.read(store.load(file(each))));
  }

  /** The version of a Worker that serves. */
  Version deployed(Script script) {
    return version(script.deployed());
  }

  /** Keeps a version; a Worker must list it next. */
  void add(Version version) {
    store.save(file(version.id()), version.stored());
    read.put(version.id(), version);
  }

  /** Keeps a Worker as it is now, and drops the versions that it no longer lists. */
  synchronized void put(Script script) {
    var before = scripts.put(script.name(), script);
    save();
    if (before != null) {
      before.versions().stream().filter(id -> !script.versions().contains(id)).forEach(this::drop);
    }
  }

  synchronized void remove(String name) {
    var before = scripts.remove(name);
    save();
    before.versions().forEach(this::drop);
  }

  private void save() {
    Map<String, Object> tree = new LinkedHashMap<>();
    scripts.forEach((name, script) -> tree.put(name, script.tree()));
    store.save(FILE, tree);
  }

  private void drop(String id) {
    read.remove(id);
    try {
      Files.deleteIfExists(store.folder().resolve(file(id) + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String id) {
    return "version-" + id;
  }
}
