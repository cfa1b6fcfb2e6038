package alchemy.profile;

import alchemy.Secret;
import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import alchemy.state.AtomicFile;
import alchemy.state.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user's profiles: a file each, owner-only, replaced as a whole. A profile's values are sealed
 * with a key of its own.
 */
public final class Profiles {
  /** The profile that is used where none is named. */
  public static final String DEFAULT = "default";

  static final String KEY_FILE = "file";
  private static final String END = ".json";

  private final Path folder;
  private final KeyPlace keys;

  private Profiles(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.keys = new KeyPlace(folder, env);
  }

  /** Those of an environment's user; empty if it does not tell where they are. */
  public static Optional<Profiles> of(Map<String, String> env) {
    return ConfigFolder.of(env).map(config -> new Profiles(config.resolve("profiles"), env));
  }

  /** True for what can be a profile's name. */
  public static boolean isName(String name) {
    return name.matches("[a-z0-9][a-z0-9_-]{0,39}");
  }

  /** Where they are; need not exist. */
  public Path folder() {
    return folder;
  }

  /** Their names, sorted. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(END))
          .map(each -> each.substring(0, each.length() - END.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * A profile; empty if there is none of that name.
   *
   * @throws ProfileException if it is damaged, or others can open it
   */
  public Optional<Profile> find(String name) {
    Path file = folder.resolve(name + END);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      ConfigFolder.check(folder, folder, file, keys.file(name));
      return Optional.of(Profile.of(name, file, Json.read(Files.readAllBytes(file)), keys));
    } catch (MalformedJsonException e) {
      throw Profile.damaged(file, "it is cut, or no JSON");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Stores variables in a profile, which is made if there is none; others that it has stay. */
  public Profile store(String name, Map<Entry, Secret> variables) {
    return alone(
        () -> {
          Optional<Profile> found = find(name);
          Profile profile = found.isPresent() ? found.get() : fresh(name);
          variables.forEach(profile::put);
          write(profile);
          return profile;
        });
  }

  /** Takes variables out of a profile; without any that is left, the profile and its key go. */
  public void remove(String name, Collection<String> variables) {
    alone(
        () -> {
          Optional<Profile> found = find(name);
          if (found.isPresent()) {
            variables.forEach(found.get()::remove);
            write(found.get());
          }
          return found.orElse(null);
        });
  }

  // The key is durable before what it seals.
  private Profile fresh(String name) throws IOException {
    byte[] key = KeyPlace.drawn();
    return new Profile(name, folder.resolve(name + END), keys.keep(name, key), () -> key);
  }

  private void write(Profile profile) throws IOException {
    if (profile.entries().isEmpty()) {
      Files.delete(profile.file());
      keys.forget(profile.name(), profile.keptIn());
    } else {
      AtomicFile.replaceOwnerOnly(profile.file(), Json.write(profile.tree(), true));
    }
  }

  private interface Change {
    Profile make() throws IOException;
  }

  // Two commands at once would each write what it read.
  private Profile alone(Change change) {
    Path lock = folder.resolve("lock");
    try {
      OwnerOnly.folder(folder);
      ConfigFolder.check(folder, folder);
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!held.isValid()) {
          throw new IOException("lost the lock " + lock);
        }
        return change.make();
      }
    } catch (IOException e) {
      throw new ProfileException(
          e,
          "A profile cannot be written.",
          folder + ": " + reason(e),
          "Mend the folder's permissions, or set ALCHEMY_CONFIG to another one.");
    }
  }

  static ProfileException unreadable(Path file, IOException e) {
    return new ProfileException(
        e, "A profile cannot be read.", file + ": " + reason(e), "Mend the file's permissions.");
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    return reason == null ? "access denied" : reason.toLowerCase(Locale.ROOT);
  }
}
