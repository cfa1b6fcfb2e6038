package alchemy.cli;

/** The command line of {@code alchemy} where no script has been started. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name; ends the process with its exit code if not 0. */
  public static void main(String... args) {
    int code = new Dispatch(Invocation.ofProcess(null, null, "", args)).run();
    if (code != 0) {
      System.exit(code);
    }
  }
}
