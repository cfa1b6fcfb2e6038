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
  private final AlchemyFolder folder;
  private final Path file;
  private final StateFormat format;
  private final StageVault vault;
  private final Map<String, Object> rows = new TreeMap<>();
  private final Map<String, Object> former = new TreeMap<>();
  private Object key;
  private String instanceId;

  Rescue(AlchemyFolder folder, Path file, StateFormat format, StageVault vault) {
    this.folder = folder;
    this.file = file;
    this.format = format;
    this.vault = vault;
  }

  static List<Rescue> all(AlchemyFolder folder, Path stage, StateFormat format, StageVault vault) {
    if (!Files.isDirectory(stage)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(stage)) {
      List<Rescue> found = new ArrayList<>();
      for (Path each : files.sorted().toList()) {
        if (each.getFileName().toString().matches("rescue-.*[.]json")) {
          found.add(new Rescue(folder, each, format, vault).read());
        }
      }
      return found;
    } catch (IOException e) {
      throw new StateReadFailedException(stage, e);
    }
  }

  /** Where it is. */
  public Path file() {
    return file;
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
    // Also one that is stored already: by the time of the merge it may be another one.
    key = vault.wrappedForStorage().map(now -> (Object) format.write(now)).orElse(null);
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
      folder.ignoreRescues(disk);
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
          Row row = kept(name);
          if (another && row != null) {
            // What another key sealed does not open, which is told before anything is written.
            new Resealer(vault, vault).row(row);
          }
          changes.add(row == null ? RowChange.remove(name) : RowChange.put(row));
        }
      }
      return changes;
    } catch (BadFieldException e) {
      throw StateDamagedException.ofRescue(file, 0, e.getMessage());
    }
  }

  private Row kept(String name) throws BadFieldException {
    return rows.get(name) == null ? null : format.readRow(name, rows.get(name));
  }

  /**
   * Takes the file away, as all that can be recorded of it is. If others' changes came in between,
   * so that some of it is left, it is kept under another name, for a person.
   *
   * @param now what is recorded by now
   * @return where it is now; empty if it is gone
   */
  public Optional<Path> done(StageState now) {
    try {
      boolean whole = true;
      for (String name : rows.keySet()) {
        whole &= Objects.equals(kept(name), now.row(name).orElse(null));
      }
      if (whole) {
        Files.delete(file);
        return Optional.empty();
      }
      return Optional.of(Files.move(file, file.resolveSibling(file.getFileName() + ".left")));
    } catch (BadFieldException e) {
      throw StateDamagedException.ofRescue(file, 0, e.getMessage());
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
      throw StateDamagedException.ofRescue(file, e.line(), "is cut or no JSON");
    } catch (BadFieldException e) {
      throw StateDamagedException.ofRescue(file, 0, e.getMessage());
    }
  }
}
