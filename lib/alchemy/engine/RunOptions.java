package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Env;
import alchemy.state.AlchemyFolder;
import alchemy.state.KeySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a run is to go.
 *
 * @param mode what the run may do
 * @param stage the stage's name
 * @param root the script's folder, where {@code .alchemy} lies and relative paths start
 * @param env the environment
 * @param scriptArgs what follows {@code --} on the command line
 * @param parallel how many steps at once; 64 by default
 * @param lockTimeout how long to wait for another run of the stage
 * @param approver is asked for steps that need approval; true goes on
 * @param listener hears what happens
 * @param command how the lock's holder is described, as {@code "deploy"}
 * @param scope what it is about
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
    String command,
    Scope scope) {
  /** A run over everything, that looks at nothing beforehand. */
  public RunOptions(
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
    this(
        mode,
        stage,
        root,
        env,
        scriptArgs,
        parallel,
        lockTimeout,
        approver,
        listener,
        command,
        Scope.WHOLE);
  }

  /**
   * What a run is about, and what it looks at before it plans.
   *
   * @param targets the ids that the run is limited to, with what they need; empty for all
   * @param adopt whether what exists under a new resource's name is taken over
   * @param refresh whether every resource is read first, and repaired where it differs
   * @param rotation how the targets get new secrets
   */
  public record Scope(Set<String> targets, boolean adopt, boolean refresh, Rotation rotation) {
    /** All resources; what differs outside is not looked for. */
    public static final Scope WHOLE = new Scope(Set.of(), false, false);

    public Scope {
      targets = Set.copyOf(targets);
    }

    /**
     * The ids that the run's changes are limited to; empty for all. A rotation takes along whatever
     * the new secret changes, so that nobody is left with the old one.
     */
    Set<String> limit() {
      return rotation == Rotation.NONE ? targets : Set.of();
    }

    /** Without a rotation. */
    public Scope(Set<String> targets, boolean adopt, boolean refresh) {
      this(targets, adopt, refresh, Rotation.NONE);
    }
  }

  /** How resources that yield secrets get new ones. */
  public enum Rotation {
    /** Not at all. */
    NONE,
    /** A new one is made beside the old one, which is deleted when nothing uses it any more. */
    BESIDE,
    /** The same one gets new secrets; whoever uses the old ones breaks meanwhile. */
    IN_PLACE
  }

  /** What a run may do. */
  public enum Mode {
    /** Records, plans and applies. */
    DEPLOY,
    /** Records and plans against the state; changes nothing, asks no service. */
    PLAN,
    /** Records and plans against an empty state: for tests of a script, without any credentials. */
    OFFLINE
  }

  /** The folder of all state: {@code .alchemy} below the root. */
  public Path folder() {
    return root.resolve(".alchemy");
  }

  /**
   * What opens the stage's secrets: a file where it lives on this machine only, else a password.
   */
  KeySource keys(String localStage) {
    if (stage.equals(localStage)) {
      return KeySource.file(new AlchemyFolder(folder()).localKey());
    }
    return env.find("ALCHEMY_PASSWORD")
        .map(text -> KeySource.password(Secret.of(text)))
        .orElseGet(KeySource::none);
  }
}
