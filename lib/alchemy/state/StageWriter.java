package alchemy.state;

import alchemy.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The right to write one stage, held from {@link StateStore#lock} until {@link #close}. Safe for
 * use by several threads.
 */
public interface StageWriter extends AutoCloseable {

  /** A snapshot: what was loaded plus everything committed since. Its secrets are sealed. */
  StageState state();

  /**
   * Makes changes durable, all of them or none; when it returns they are on disk. Calls that come
   * in at the same time share a flush. Secrets among the values are sealed on the way.
   *
   * @throws StateLockLostException if somebody took the lock away
   * @throws MissingPasswordException if a secret must be sealed and no password was given
   * @throws StateWriteFailedException if the disk refused; this writer takes nothing more then
   */
  void commit(List<RowChange> changes);

  /** Makes the app's outputs durable, replacing the former ones; the same errors as a commit. */
  void outputs(Map<String, Object> outputs);

  /**
   * Makes another password open this stage from now on, in one durable change; this store's vault,
   * which has the old one, opens nothing any more. Rows that were read before must not be committed
   * after it.
   *
   * @param newKey true to seal everything anew under a new data key, as after a leak
   * @return false if the stage has no key, as nothing was sealed yet
   * @throws WrongPasswordException if the password that the store was opened with is another one
   */
  boolean rekey(Secret password, boolean newKey);

  /**
   * Adds a finished run to the stage's history; when it returns it is on disk. The state does not
   * change, and its serial neither.
   */
  void record(RunRecord run);

  /**
   * Puts a state from another place into the place of all that is here: rows, outputs, wrapped key,
   * instance and serial, seals as they are, in one durable change. What was read before must not be
   * committed after it.
   *
   * @param state one of the same app and stage; as it says, the stage has moved after it or not
   * @param history runs of there; those that are missing here are added, none is removed
   */
  void restore(StageState state, List<RunRecord> history);

  /**
   * Marks the stage as moved, in one durable change: who opens it then is told where its state is.
   *
   * @param to the place; null to take the mark away
   */
  void moved(String to);

  /** What a person should know of how the stage was opened: that an older format was migrated. */
  Optional<String> note();

  /** Writes the snapshot anew and empties the journal; nothing is written if nothing changed. */
  void finish();

  /** Releases the lock. An unfinished journal stays and is replayed by whoever opens next. */
  @Override
  void close();
}
