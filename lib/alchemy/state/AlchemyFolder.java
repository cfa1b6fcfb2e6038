package alchemy.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code .alchemy} folder beside a script, and where things are in it. */
public final class AlchemyFolder {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final Set<String> RESERVED = Set.of("local", "cache");
  private static final String RESCUES = "/*/*/rescue-*\n";
  private static final String IGNORED =
      """
      # What belongs to this machine. The state of shared stages may be committed: secrets are sealed.
      /local/
      /cache/
      /*/local/
      /*/*/lock
      /*/*/lock.json
      *.key
      *.tmp
      """
          + RESCUES;

  private final Path path;

  /** Names the folder; it need not exist. */
  public AlchemyFolder(Path path) {
    this.path = Objects.requireNonNull(path, "path");
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The folder of all stages of an app. */
  public Path app(String app) {
    if (RESERVED.contains(app)) {
      throw new InvalidStageException("an app", app, "is a folder of Alchemy's own in .alchemy");
    }
    return path.resolve(checked("an app", app));
  }

  /**
   * The folder of a stage.
   *
   * @throws InvalidStageException if a name is not {@code [a-z0-9][a-z0-9_-]{0,39}}, or is reserved
   */
  public Path stage(String app, String stage) {
    return app(app).resolve(checked("a stage", stage));
  }

  /** The data of the local cloud. */
  public Path local() {
    return path.resolve("local");
  }

  /** What may be taken away between two runs. */
  public Path cache() {
    return path.resolve("cache");
  }

  /** The key file that seals the stage {@code local} of all apps here. */
  public Path localKey() {
    return path.resolve("local.key");
  }

  /** Makes the folder, owner-only, with a {@code .gitignore} unless there is one. */
  void make(Disk disk) throws IOException {
    disk.makeFolder(path);
    Path ignore = path.resolve(".gitignore");
    // An empty one is what a run left that ended in the middle of writing it.
    if (!Files.exists(ignore) || Files.size(ignore) == 0) {
      Files.write(ignore, IGNORED.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The same with what a run could not record ignored, which an older one's file does not say. */
  void ignoreRescues(Disk disk) throws IOException {
    make(disk);
    Path ignore = path.resolve(".gitignore");
    if (!Files.readString(ignore, StandardCharsets.ISO_8859_1).contains(RESCUES.strip())) {
      Files.writeString(ignore, "\n" + RESCUES, StandardOpenOption.APPEND);
    }
  }

  private static String checked(String what, String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new InvalidStageException(
          what, name, "is not 1 to 40 of a-z, 0-9, _ and -, beginning with a letter or digit");
    }
    return name;
  }
}
