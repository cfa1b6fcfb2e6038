package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run did and could not record: a file of its own beside the script, which only its owner
 * reads, sealed as state is. A later run puts it in where the rows are still what that run knew.
 */
public final class Rescue {
  private final Path file;
  private final StateFormat format;
  private final StageVault vault;
  private final Map<String, Object> rows = new TreeMap<>();
  private final Map<String, Object> former = new TreeMap<>();
  private Object key;
  private String instanceId;

  Rescue(Path file, StateFormat format, StageVault vault) {
    this.file = file;
    this.format = format;
    this.vault = vault;
  }

  static List<Rescue> all(Path folder, StateFormat format, StageVault vault) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Rescue> found = new ArrayList<>();
      for (Path each : files.sorted().toList()) {
        if (each.getFileName().toString().matches("rescue-.*[.]json")) {
          found.add(new Rescue(each, format, vault).read());
        }
      }
      return found;
    } catch (IOException e) {
      throw new StateReadFailedException(folder, e);
    }
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** The keys of the rows in it. */
  public List<String> keys() {
    return List.copyOf(rows.keySet());
  }

  /**
   * Adds a change, durably.
   *
   * @param instance the stage's instance id
   * @param change as a log takes it
   * @param before the rows that it changes, as they were recorded
   */
  public void keep(String instance, Map<String, Object> change, Map<String, Object> before) {
    instanceId = instance;
    key = change.getOrDefault("key", key);
    if (change.get("rows") instanceof Map<?, ?> changed) {
      changed.forEach((name, row) -> rows.put((String) name, row));
      before.forEach(former::putIfAbsent);
    }
    Map<String, Object> tree = new TreeMap<>();
    tree.put("instanceId", instanceId);
    tree.put("rows", rows);
    tree.put("former", former);
    tree.put("key", key);
    tree.put("sum", Checksum.of(tree));
    try {
      Disk disk = Disk.ofMachine();
      disk.makeFolder(file.toAbsolutePath().getParent());
      AtomicFile.replace(disk, file, Json.write(tree, true));
    } catch (IOException e) {
      throw new StateWriteFailedException(file, e);
    }
  }

  /**
   * What is to be committed, if the state is that one; what others have changed since is left out.
   */
  public List<RowChange> changes(StageState now) {
    if (!now.instanceId().equals(instanceId)) {
      return List.of(); // The stage was made anew since.
    }
    try {
      Optional<WrappedKey> ours = key == null ? now.key() : Optional.of(format.readKey(key));
      boolean another = now.isSealed() && !ours.get().isSame(now.key().get());
      if (!now.isSealed()) {
        vault.adopt(ours);
      }
      List<RowChange> changes = new ArrayList<>();
      for (Map.Entry<String, Object> each : rows.entrySet()) {
        String name = each.getKey();
        Row then = former.get(name) == null ? null : format.readRow(name, former.get(name));
        if (Objects.equals(then, now.row(name).orElse(null))) {
          Row row = each.getValue() == null ? null : format.readRow(name, each.getValue());
          // What another key sealed does not open, which is told before anything is written.
          changes.add(
              row == null
                  ? RowChange.remove(name)
                  : RowChange.put(another ? new Resealer(vault, vault).row(row) : row));
        }
      }
      return changes;
    } catch (BadFieldException e) {
      throw new StateDamagedException(file, 0, e.getMessage());
    }
  }

  /**
   * Takes the file away, as all that can be recorded of it is.
   *
   * @param whole false if others' changes came in between, so that some of it is left; it is kept
   *     under another name then, for a person
   * @return where it is now; empty if it is gone
   */
  public Optional<Path> done(boolean whole) {
    try {
      Path left = file.resolveSibling(file.getFileName() + ".left");
      if (whole) {
        Files.delete(file);
        return Optional.empty();
      }
      return Optional.of(Files.move(file, left));
    } catch (IOException e) {
      throw new StateWriteFailedException(file, e);
    }
  }

  private Rescue read() throws IOException {
    try {
      Map<String, Object> tree =
          new HashMap<>(Fields.asMap("rescue", Json.read(Files.readAllBytes(file))));
      Object sum = tree.remove("sum");
      if (!Checksum.of(new TreeMap<>(tree)).equals(sum)) {
        throw new BadFieldException(
            "sum", "does not fit: something was changed since it was written");
      }
      Fields fields = Fields.of("rescue", tree);
      instanceId = fields.text("instanceId");
      rows.putAll(fields.map("rows"));
      former.putAll(fields.map("former"));
      key = fields.any("key");
      return this;
    } catch (MalformedJsonException e) {
      throw new StateDamagedException(file, e.line(), "is cut or no JSON");
    } catch (BadFieldException e) {
      throw new StateDamagedException(file, 0, e.getMessage());
    }
  }
}
