package alchemy.state;

import alchemy.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the state of one stage of one app lives. */
public interface StateStore {

  /**
   * Files below a folder, usually {@code .alchemy}. Nothing is read or written yet.
   *
   * @param folder the {@code .alchemy} folder, which need not exist
   * @param keys what opens the stage's secrets
   * @throws InvalidStageException if app or stage is no name that state can have
   */
  static StateStore files(Path folder, String app, String stage, KeySource keys) {
    return new FileStateStore(
        Disk.ofMachine(), new AlchemyFolder(folder), app, stage, keys, new SecureRandom());
  }

  /**
   * Reads the stage, journal included, without a lock; writes nothing. A stage that does not exist
   * yet is a state with serial 0 and no rows; this store draws it an instance id once.
   *
   * @throws StateDamagedException if a file is empty, cut, changed or of a newer format
   * @throws StateMovedException if the stage's state lives elsewhere now
   */
  default StageState load() {
    StageState state = loadAnyway();
    StateMovedException.check(state, this);
    return state;
  }

  /** The same also for a stage whose state has moved: what it was before. */
  StageState loadAnyway();

  /**
   * Takes the stage's lock and reads the stage under it.
   *
   * @param holder who takes it; others see this while they wait
   * @param wait how long to wait for a lock that is held; zero tries once
   * @throws StateLockedException if it is still held then
   * @throws StateDamagedException as {@link #load}
   * @throws StateMovedException as {@link #load}
   */
  default StageWriter lock(Holder holder, Duration wait) {
    StageWriter writer = lockAnyway(holder, wait);
    try {
      StateMovedException.check(writer.state(), this);
      return writer;
    } catch (StateMovedException e) {
      writer.close();
      throw e;
    }
  }

  /** The same also for a stage whose state has moved, to put another one in its place. */
  StageWriter lockAnyway(Holder holder, Duration wait);

  /** The last finished runs, without a lock. Damage of them is told and is no error. */
  History history(int last);

  /** Where the state is, for people: the same text for the same place, and without a password. */
  String place();

  /**
   * Who holds the stage's lock, if anybody does. A run of another machine is believed until it says
   * that it has ended, or the lock is taken from it.
   */
  Optional<Holder> holder();

  /**
   * Takes the lock away from a holder: if it lives, it fails at its next write.
   *
   * @return false if it does not hold the lock any more; whoever holds it now, keeps it
   */
  boolean unlock(Holder holder);

  /** The names of the app's stages with resources, sorted; none that was moved or emptied. */
  List<String> stages();

  /** What earlier runs on this machine could not record; none where a store is never far away. */
  default List<Rescue> rescues() {
    return List.of();
  }

  /** True if the state is in a database, which somebody could delete. */
  default boolean isDatabase() {
    return false;
  }

  /** True if that connection string leads to where the state is. */
  default boolean isIn(Secret connectionString) {
    return false;
  }

  /** Opens and seals this stage's secrets. The key is derived at first need. */
  Vault vault();
}
