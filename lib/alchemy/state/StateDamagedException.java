package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** A file of the state is empty, cut or changed. It is never taken for an empty state. */
public final class StateDamagedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final int line;

  /**
   * Names the damage.
   *
   * @param line the line, from 1, or 0 if the whole file is meant
   */
  StateDamagedException(Path file, int line, String why) {
    this(
        file, line, why, "Nothing was changed. Restore the file from version control or a backup.");
  }

  private StateDamagedException(Path file, int line, String why, String advice) {
    super("The state is damaged.", file + (line > 0 ? ", line " + line : "") + ": " + why, advice);
    this.file = file;
    this.line = line;
  }

  /** Names the damage of a file with what a run could not record, which has no copy anywhere. */
  static StateDamagedException ofRescue(Path file, int line, String why) {
    return new StateDamagedException(
        file,
        line,
        why,
        "Nothing was changed. Delete the file: the next deploy looks for what that run made.");
  }

  /** Names the damage of what is not in a file. */
  StateDamagedException(String place, String why) {
    super(
        "The state is damaged.",
        place + ": " + why,
        "Nothing was changed. Restore the database from a backup.");
    this.file = null;
    this.line = 0;
  }

  /** The damaged file; null if it is a database. */
  public Path file() {
    return file;
  }

  /** The damaged line, from 1, or 0 if the whole file is meant. */
  public int line() {
    return line;
  }
}
