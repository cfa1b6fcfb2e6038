package alchemy.engine;

import alchemy.provider.Env;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a run is to go.
 *
 * @param mode what the run may do
 * @param stage the stage's name
 * @param root the script's folder, where {@code .alchemy} lies and relative paths start
 * @param env the environment
 * @param scriptArgs what follows {@code --} on the command line
 * @param parallel how many steps at once; 32 by default
 * @param lockTimeout how long to wait for another run of the stage
 * @param approver is asked for steps that need approval; true goes on
 * @param listener hears what happens
 * @param command how the lock's holder is described, as {@code "deploy"}
 */
public record RunOptions(
    Mode mode,
    String stage,
    Path root,
    Env env,
    List<String> scriptArgs,
    int parallel,
    Duration lockTimeout,
    Predicate<List<Step>> approver,
    Listener listener,
    String command) {
  /** What a run may do. */
  public enum Mode {
    /** Records, plans and applies. */
    DEPLOY,
    /** Records and plans against the state; changes nothing, asks no service. */
    PLAN,
    /** Records and plans against an empty state: for tests of a script, without any credentials. */
    OFFLINE
  }
}
