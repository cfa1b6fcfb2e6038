package alchemy.state.postgres;

import alchemy.AlchemyException;

/** A stage has state in files, and none in the database: a deploy would make everything twice. */
public final class StateInFilesException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateInFilesException(PostgresPlace place, String stage, String files) {
    super(
        "The state of stage \"" + stage + "\" is in files, and not in the database.",
        files + ", and nothing in " + place,
        "Nothing was changed: everything would be made a second time. Copy it first:",
        "    alchemy state copy --stage " + stage + " --to ALCHEMY_STATE");
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
