package alchemy.state;

import java.util.Objects;

/**
 * A stage's data key, encrypted. All texts are Base64.
 *
 * @param kdf {@code scrypt} (a password) or {@code file} (a key file)
 * @param n scrypt's cost; 0 for a file
 * @param r scrypt's block size; 0 for a file
 * @param p scrypt's parallelism; 0 for a file
 * @param salt scrypt's salt; empty for a file
 * @param wrapped nonce, encrypted key and tag
 */
record WrappedKey(String kdf, int n, int r, int p, String salt, String wrapped) {
  static final String SCRYPT = "scrypt";
  static final String FILE = "file";

  WrappedKey {
    Objects.requireNonNull(kdf, "kdf");
    Objects.requireNonNull(salt, "salt");
    Objects.requireNonNull(wrapped, "wrapped");
  }

  boolean isPassword() {
    return kdf.equals(SCRYPT);
  }

  /** True if it is the same key, wrapped at the same time: the nonce makes the text unique. */
  boolean isSame(WrappedKey other) {
    return other != null && wrapped.equals(other.wrapped);
  }

  WrappedKey with(String newWrapped) {
    return new WrappedKey(kdf, n, r, p, salt, newWrapped);
  }
}
