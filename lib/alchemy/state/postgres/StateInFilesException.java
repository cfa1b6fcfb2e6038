package alchemy.state.postgres;

import alchemy.AlchemyException;

/** Files know a stage that the database does not: a deploy would make everything twice. */
public final class StateInFilesException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private StateInFilesException(String summary, String... details) {
    super(summary, details);
  }

  static StateInFilesException notCopied(PostgresPlace place, String stage, String files) {
    return new StateInFilesException(
        "The state of stage \"" + stage + "\" is in files, and not in the database.",
        files + ", and nothing in " + place,
        "Nothing was changed: everything would be made a second time. Copy it first:",
        "    alchemy state copy --stage " + stage + " --to ALCHEMY_STATE");
  }

  static StateInFilesException moved(PostgresPlace place, String stage, String files, String to) {
    return new StateInFilesException(
        "The state of stage \"" + stage + "\" is not in this database.",
        "It moved from " + files,
        "to " + to + ", and nothing is in " + place,
        "Nothing was changed: everything would be made a second time. Set ALCHEMY_STATE to where",
        "it is. If it is lost there, put a backup here:",
        "    alchemy state push backup.json --stage " + stage + " --force");
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
