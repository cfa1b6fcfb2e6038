package alchemy;

import alchemy.engine.RunOptions;

/**
 * What a script's own command line does for {@link Alchemy}. Found by its name, so that the surface
 * knows no command and a plan in a test loads none.
 */
public interface CommandLine {
  /**
   * Runs the command that the arguments name, {@code deploy} if none, and gives its exit code.
   *
   * @param stateVariable names the variable that says where the state is; null for {@code
   *     ALCHEMY_STATE}
   */
  int run(String app, String[] args, String stateVariable, Body body);

  /** Reads arguments for a run without a command: {@code --stage}, {@code --yes} and so on. */
  RunOptions options(RunOptions.Mode mode, String... args);
}
