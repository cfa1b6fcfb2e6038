package alchemy;

import alchemy.files.EnvFileProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Variables in a file, as {@code .env}: for tools that read their settings there, and for {@code
 * alchemy env}. Other lines, comments and their order stay; the file becomes readable by its owner
 * only. When the resource leaves the script its lines go, unless somebody changed them.
 *
 * <pre>{@code EnvFile.of(".env", e -> e.set("DATABASE_URL", connection::connectionString));}</pre>
 */
public final class EnvFile implements Resource {
  private final Handle<EnvFileProvider.Outputs> handle;

  private EnvFile(Handle<EnvFileProvider.Outputs> handle) {
    this.handle = handle.of(this);
  }

  /**
   * Declares a file by its path, of whose words the id is made: {@code env} of {@code .env}, {@code
   * web-env} of {@code web/.env}.
   *
   * @param path relative to the script's folder
   */
  public static EnvFile of(String path, Consumer<? super Settings> settings) {
    return of(App.current(), path, settings);
  }

  /** Declares a file under an id of its own. */
  public static EnvFile of(String id, String path, Consumer<? super Settings> settings) {
    return of(App.current(), id, path, settings);
  }

  /** Declares a file by its path in a given app or scope. */
  public static EnvFile of(App app, String path, Consumer<? super Settings> settings) {
    return of(app, path == null ? null : id(path), path, settings);
  }

  /** Declares a file in a given app or scope. */
  public static EnvFile of(App app, String id, String path, Consumer<? super Settings> settings) {
    return new EnvFile(app.declare(id, new EnvFileProvider(), new Settings(path), settings));
  }

  private static String id(String path) {
    String words = path.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^[^A-Za-z]+|-$", "");
    return words.isEmpty() ? "env" : words;
  }

  /** The path, relative to the script's folder. */
  public String path() {
    return handle.output("id");
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on a file. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(String path) {
      super("EnvFile");
      set("name", path == null ? null : normal(path));
    }

    // Two spellings of one file are one name.
    private static Object normal(String path) {
      return Path.of(path).normalize().toString().replace(File.separatorChar, '/');
    }

    /** Sets a variable to a text, which is no secret: plans and state show it. */
    public Settings set(String variable, String value) {
      return put("values", variable, value);
    }

    /** Sets a variable to a number. */
    public Settings set(String variable, Number value) {
      return set(variable, String.valueOf(given(variable, value)));
    }

    /** Sets a variable to {@code true} or {@code false}. */
    public Settings set(String variable, Boolean value) {
      return set(variable, String.valueOf(given(variable, value)));
    }

    /** Sets a variable to a secret, which is sealed in state and shown nowhere else. */
    public Settings set(String variable, Secret value) {
      return put("values", variable, value);
    }

    /** Sets a variable to any of these that is asked later, as {@code connection::password}. */
    public Settings set(String variable, Supplier<?> value) {
      given(variable, value);
      return put("values", variable, (Supplier<Object>) () -> asked(variable, value.get()));
    }

    private static Object asked(String variable, Object value) {
      if (value == null) {
        throw new NullValueException("EnvFile", variable);
      }
      if (value instanceof String || value instanceof Secret) {
        return value;
      }
      if (value instanceof Number || value instanceof Boolean) {
        return value.toString();
      }
      throw new IllegalArgumentException(
          variable + " is given a " + value.getClass().getSimpleName() + ", which is no text");
    }
  }
}
