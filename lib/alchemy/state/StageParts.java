package alchemy.state;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a store of one stage does whatever it keeps it in: seals, reads trees, queues changes. */
public final class StageParts {
  private final StateFormat format;
  private final StageVault vault;
  private final StageState none;
  private final AlchemyFolder folder;
  private final Path rescues;

  /**
   * Of a stage.
   *
   * @param alchemy the {@code .alchemy} folder
   * @param keys what opens the stage's secrets
   * @param load reads the stage, for a vault that is used before somebody else did
   * @throws InvalidStageException if app or stage is no name that state can have
   */
  public StageParts(
      Path alchemy, String app, String stage, KeySource keys, Supplier<StageState> load) {
    SecureRandom random = new SecureRandom();
    folder = new AlchemyFolder(alchemy);
    rescues = folder.stage(app, stage);
    format = new StateFormat(app, stage);
    none = StageState.fresh(app, stage, random);
    vault = new StageVault(Disk.ofMachine(), app, stage, keys, random, () -> load.get().key());
  }

  /** A stage without state, with an instance that was drawn once. */
  public StageState none() {
    return none;
  }

  /** Opens and seals the stage's secrets. */
  public Vault vault() {
    return vault;
  }

  /**
   * A state from its parts, whose key is the vault's from then on.
   *
   * @param place where they were read, for an error
   * @param tree the parts as a snapshot has them
   * @throws StateDamagedException if they are none
   */
  public StageState read(String place, Map<String, Object> tree) {
    try {
      tree.put("format", 1L); // Without a checksum: the database has its own.
      tree.put("app", none.app());
      tree.put("stage", none.stage());
      tree.put("mark", "");
      StageState state = format.read(tree);
      vault.adopt(state.key());
      return state;
    } catch (BadFieldException e) {
      throw new StateDamagedException(place, e.getMessage());
    }
  }

  /** A state as the tree of a snapshot. */
  public Map<String, Object> write(StageState state) {
    return format.write(state);
  }

  /** A writer over a log. */
  public StageWriter writer(StageState state, StageLog log) {
    return new QueuedStageWriter(format, log, vault, state);
  }

  /** Where results are kept that a run could not record. */
  public Rescue rescue(String runId) {
    return new Rescue(folder, rescues.resolve("rescue-" + runId + ".json"), format, vault);
  }

  /** What earlier runs on this machine could not record. */
  public List<Rescue> rescues() {
    return Rescue.all(folder, rescues, format, vault);
  }
}
