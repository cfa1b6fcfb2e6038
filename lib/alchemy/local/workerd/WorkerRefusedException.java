package alchemy.local.workerd;

import alchemy.AlchemyException;

/** workerd does not take a Worker: its code does not parse, fails at start, or never gets ready. */
public final class WorkerRefusedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  WorkerRefusedException(String reason) {
    super("workerd refused the Worker.", reason.split("\n"));
    this.reason = reason;
  }

  static WorkerRefusedException notReady() {
    return new WorkerRefusedException(
        "Script startup exceeded its time limit: it was not ready after "
            + WorkerProcess.START.toSeconds()
            + " s.");
  }

  /** What workerd said, one or more lines. */
  public String reason() {
    return reason;
  }
}
