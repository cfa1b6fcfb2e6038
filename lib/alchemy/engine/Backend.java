package alchemy.engine;

import alchemy.Secret;
import alchemy.state.KeySource;
import alchemy.state.StateStore;
import alchemy.state.postgres.PostgresStateStore;
import java.nio.file.Path;

/** Where the state of a run's stage is kept. */
public final class Backend {
  /** The variable that names it. */
  public static final String VARIABLE = "ALCHEMY_STATE";

  /** What stands before the name of a variable that should name it, and is not set. */
  public static final String UNSET = "$";

  /** Names files beside the script. */
  public static final String FILES = "file";

  private Backend() {}

  /** What {@code ALCHEMY_STATE} names; files for a stage that never leaves this machine. */
  public static StateStore of(String app, RunOptions options) {
    boolean local = options.stage().equals(Session.LOCAL_STAGE);
    return named(local ? FILES : options.env().get(VARIABLE, FILES), VARIABLE, app, options);
  }

  /**
   * What a text names: {@code file}, which is {@code .alchemy} in the script's folder, {@code
   * file:FOLDER}, or a database's connection string. Nothing is opened yet.
   *
   * @param variable where the text is from; null if from the command line
   */
  public static StateStore named(String place, String variable, String app, RunOptions options) {
    KeySource keys = options.keys(Session.LOCAL_STAGE);
    return isFiles(place)
        ? StateStore.files(folder(place, options.root()), app, options.stage(), keys)
        : new PostgresStateStore(
            Secret.ofVariable(variable, place), options.folder(), app, options.stage(), keys);
  }

  /** True if it names files. */
  public static boolean isFiles(String place) {
    return place.equals(FILES) || place.startsWith(FILES + ":");
  }

  /** The folder of the files that it names. */
  public static Path folder(String place, Path root) {
    return root.resolve(place.equals(FILES) ? ".alchemy" : place.substring(FILES.length() + 1));
  }
}
