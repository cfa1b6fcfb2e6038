package alchemy.peer;

import alchemy.Secret;
import com.password4j.ScryptFunction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens the secrets of the other program.
 *
 * <pre>
 * stored as                                    sealed by
 * {version: v1, ciphertext, iv, salt, tag}     AES-256-GCM, its key by scrypt from the password
 * one text                                     libsodium's secretbox, its key the password's BLAKE2b
 * </pre>
 */
public final class PeerPassword {
  private static final int N = 16_384;
  private static final int R = 8;
  private static final int P = 1;
  private static final int KEY = 32;
  private static final int TAG = 16;
  private static final int NONCE = 12;

  private final Optional<Secret> password;

  /**
   * @param password what the other program ran with; empty if it is not known
   */
  public PeerPassword(Optional<Secret> password) {
    this.password = password;
  }

  /**
   * The secret.
   *
   * @param of what it belongs to, for the message
   * @throws PeerPasswordException if there is no password, or the wrong one
   */
  Secret open(PeerResource of, Locked locked) {
    String text = password.orElseThrow(() -> PeerPasswordException.missing(of)).unencrypted();
    byte[] opened;
    try {
      opened =
          locked.sealed() instanceof Map<?, ?> parts
              ? aes(text, parts)
              : SecretBox.open(text, bytes(locked.sealed()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw PeerPasswordException.wrong(of);
    }
    return Secret.of(new String(opened, StandardCharsets.UTF_8));
  }

  private static byte[] aes(String password, Map<?, ?> parts) throws GeneralSecurityException {
    byte[] key =
        ScryptFunction.getInstance(N, R, P, KEY)
            .scrypt(password.getBytes(StandardCharsets.UTF_8), bytes(parts.get("salt")), KEY);
    byte[] text = bytes(parts.get("ciphertext"));
    byte[] tag = bytes(parts.get("tag"));
    byte[] nonce = bytes(parts.get("iv"));
    if (tag.length != TAG || nonce.length != NONCE) {
      throw new AEADBadTagException("not what was sealed");
    }
    byte[] sealed = Arrays.copyOf(text, text.length + tag.length);
    System.arraycopy(tag, 0, sealed, text.length, tag.length);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(TAG * Byte.SIZE, nonce));
    return cipher.doFinal(sealed);
  }

  private static byte[] bytes(Object base64) {
    return Base64.getDecoder().decode(String.valueOf(base64));
  }
}
