package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;
import java.util.Optional;

/** Another run holds the stage's lock. */
public final class StateLockedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient Holder holder;

  /**
   * Says who.
   *
   * @param holder who holds it, or null if it has not said so yet
   * @param elsewhere true if only {@code lock.json} says so, from another machine
   */
  StateLockedException(String app, String stage, Path file, Holder holder, boolean elsewhere) {
    super("State is locked.", details(app, stage, file, holder, elsewhere));
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

  private static String[] details(
      String app, String stage, Path file, Holder holder, boolean elsewhere) {
    String where = "app " + app + ", stage " + stage;
    if (holder == null) {
      return new String[] {where, "by a run that has just begun; try again"};
    }
    String who =
        "since %s by pid %d on %s: %s"
            .formatted(holder.since(), holder.pid(), holder.host(), holder.command());
    if (elsewhere) {
      return new String[] {where, who, "If that run is dead, delete the file:", "    " + file};
    }
    return new String[] {where, who, "Wait for that run, or end it."};
  }
}
