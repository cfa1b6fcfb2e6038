package alchemy.state;

import alchemy.Secret;
import java.nio.file.Path;
import java.util.Objects;

/** What opens a stage's data key. */
public sealed interface KeySource {

  /** A password, usually {@code ALCHEMY_PASSWORD}; an empty one is none. */
  static KeySource password(Secret password) {
    return password.unencrypted().isEmpty() ? none() : new Password(password);
  }

  /** Nothing was given: whatever needs a secret throws {@link MissingPasswordException}. */
  static KeySource none() {
    return new None();
  }

  /**
   * A file of 32 random bytes, owner-only, made at first need; for stages that never leave here.
   */
  static KeySource file(Path file) {
    return new KeyFile(file);
  }

  /** See {@link KeySource#password}. */
  record Password(Secret password) implements KeySource {
    public Password {
      Objects.requireNonNull(password, "password");
    }
  }

  /** See {@link KeySource#none}. */
  record None() implements KeySource {}

  /** See {@link KeySource#file}. */
  record KeyFile(Path file) implements KeySource {
    public KeyFile {
      Objects.requireNonNull(file, "file");
    }
  }
}
