package alchemy.state;

import alchemy.AlchemyException;
import java.util.Optional;

/** Another run holds the stage's lock. */
public final class StateLockedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient Holder holder;

  /**
   * Says who.
   *
   * @param holder who holds it, or null if it has not said so yet
   * @param elsewhere true if it may be that it has ended, and nobody here can tell
   */
  public StateLockedException(String app, String stage, Holder holder, boolean elsewhere) {
    super("State is locked.", details(app, stage, holder, elsewhere));
    this.holder = holder;
  }

  /** Who holds it, if known. */
  public Optional<Holder> holder() {
    return Optional.ofNullable(holder);
  }

  @Override
  public int exitCode() {
    return 4;
  }

  private static String[] details(String app, String stage, Holder holder, boolean elsewhere) {
    String where = "app " + app + ", stage " + stage;
    if (holder == null) {
      return new String[] {where, "by a run that has just begun; try again"};
    }
    String who = holder.describe();
    if (elsewhere) {
      return new String[] {
        where,
        who,
        "Wait for that run. If it has ended without saying so, take the lock away from it:",
        "    alchemy state unlock --stage " + stage
      };
    }
    if (HolderFile.isTakenAway(holder)) {
      who += ", whose lock was taken away";
    }
    return new String[] {where, who, "Wait for that run with --lock-timeout 5m, or end it."};
  }
}
