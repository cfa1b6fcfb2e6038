package alchemy.local;

import alchemy.AlchemyException;

/** The process was started with arguments that it does not know. */
final class UsageException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UsageException(String fault) {
    this(fault, "usage: --data DIR [--parent-pipe] [--port N] [--json] [--log] [FAULTS]");
  }

  UsageException(String... details) {
    super("The local cloud cannot be started so.", details);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
