package alchemy.state;

import alchemy.AlchemyException;

/** Somebody took this run's lock away; it must not write any more. */
public final class StateLockLostException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateLockLostException(String app, String stage) {
    super(
        "The lock of this run was taken away.",
        "app " + app + ", stage " + stage,
        "Another run may write now, so this one stopped. What the cloud was asked for meanwhile is",
        "found again by the next deploy.");
  }
}
