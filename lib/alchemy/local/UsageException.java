package alchemy.local;

import alchemy.AlchemyException;

/** The process was started with arguments that it does not know. */
final class UsageException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UsageException(String fault) {
    super(
        "The local cloud cannot be started so.",
        fault,
        "usage: --data DIR [--parent-pipe] [--port N] [--json]");
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
