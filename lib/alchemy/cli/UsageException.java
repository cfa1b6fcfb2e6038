package alchemy.cli;

import alchemy.AlchemyException;

/** The command line, or the environment that completes it, asks for what there is not. */
public final class UsageException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UsageException(String summary, String... details) {
    super(summary, details);
  }

  @Override
  public int exitCode() {
    return Exit.USAGE;
  }
}
