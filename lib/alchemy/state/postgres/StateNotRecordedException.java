package alchemy.state.postgres;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** This run may not write any more, or cannot; what it did is kept in a file. */
public final class StateNotRecordedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private StateNotRecordedException(String... details) {
    super("What was done could not be recorded.", details);
  }

  static StateNotRecordedException rescued(PostgresPlace place, String why, Path rescue) {
    return new StateNotRecordedException(
        place + ": " + why,
        "It is kept, sealed, in " + rescue,
        "Nothing more is started. The next run from this folder offers to record it; until then",
        "let nobody else deploy this stage.");
  }

  static StateNotRecordedException lost(PostgresPlace place, String why) {
    return new StateNotRecordedException(
        place + ": " + why,
        "The state is as it was before, unless the change arrived and only its answer was lost.",
        "Look, and run the command again.");
  }
}
