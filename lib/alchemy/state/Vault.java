package alchemy.state;

import alchemy.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Seals the secrets of one stage. All methods that need the key derive it at first need; a password
 * takes about a tenth of a second, so {@link #prepare} can do it beside other work. Safe for use by
 * several threads.
 *
 * <p>Each method that needs the key throws {@link MissingPasswordException}, {@link
 * WrongPasswordException} or {@link WrongKeyFileException} when there is none that fits.
 */
public interface Vault {

  /**
   * Encrypts a secret, bound to its place: nothing but the same app, stage, id and path opens it.
   *
   * @param id the resource's id; empty for the app's outputs
   * @param path the property's path, as {@code outputs/password}
   */
  Sealed seal(String id, String path, Secret secret);

  /**
   * Decrypts.
   *
   * @throws SealBrokenException if the text was changed, or sealed for another place or key
   */
  Secret open(Sealed sealed);

  /** True if the sealed text equals the candidate; compares keyed hashes and decrypts nothing. */
  default boolean matches(Sealed sealed, Secret candidate) {
    return matches(sealed, candidate.unencrypted());
  }

  /** The same for a text that is not taken for a secret because of that. */
  boolean matches(Sealed sealed, String candidate);

  /** A keyed hash of any text, URL-safe; equal texts of one stage have equal hashes. */
  String hash(String text);

  /**
   * Finds out whether what was given opens the stage's key; a stage without one is opened by all.
   */
  void verify();

  /** True if a key was given, or can be made: whether sealing has a chance. */
  boolean hasKey();

  /**
   * Starts deriving the key and completes when it is verified. It fails as above, the exception
   * being the cause of what {@code join} throws. Without a key it completes at once, and so it does
   * where there is nothing to verify yet; a new key is then made ready in the background.
   */
  CompletableFuture<Void> prepare(Executor executor);
}
