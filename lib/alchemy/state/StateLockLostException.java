package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** Somebody took this run's lock away; it must not write any more. */
public final class StateLockLostException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  /** Names the stage. */
  public StateLockLostException(String app, String stage) {
    super(
        "The lock of this run was taken away.",
        "app " + app + ", stage " + stage,
        "Another run may write now, so this one stopped. What the cloud was asked for meanwhile is",
        "found again by the next deploy.");
  }

  /** The same where what the run did is kept in a file. */
  public StateLockLostException(String app, String stage, Path rescue) {
    super(
        "The lock of this run was taken away.",
        "app " + app + ", stage " + stage,
        "Another run may write now, so this one stopped. What it could not record any more is"
            + " kept,",
        "sealed, in " + rescue,
        "The next run from this folder offers to record it.");
  }
}
