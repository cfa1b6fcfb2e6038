package alchemy;

/** A run inside a shell failed; what happened has been printed already. */
public final class RunFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final int code;

  RunFailedException(int code) {
    super("The run failed with exit code " + code + ".");
    this.code = code;
  }

  @Override
  public int exitCode() {
    return code;
  }
}
