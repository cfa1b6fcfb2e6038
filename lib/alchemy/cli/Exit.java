package alchemy.cli;

/** Exit codes. Refused (3) and locked (4) are those of the engine's and the state's exceptions. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int PENDING = 5;

  private Exit() {}
}
