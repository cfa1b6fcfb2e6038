package alchemy.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random nonce of 96 bits: nonce, ciphertext, tag. A stage's key seals far fewer
 * than the 2<sup>32</sup> texts up to which random nonces are safe. Source: NIST SP 800-38D.
 */
public final class AesGcm {
  /** Bytes of a key. */
  public static final int KEY = 32;

  private static final int NONCE = 12;
  private static final int TAG = 16;

  private AesGcm() {}

  /** Seals a text for a place, without which it does not open. */
  public static byte[] seal(byte[] key, byte[] place, byte[] plain, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new CryptographyMissingException(e);
    }
  }

  /** The text; empty if key, place or a bit of it is not the one that it was sealed with. */
  public static Optional<byte[]> open(byte[] key, byte[] place, byte[] sealed) {
    if (sealed.length < NONCE + TAG) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
      return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new CryptographyMissingException(e);
    }
  }

  /** Parts as bytes, each with its length, so that no two lists of parts look alike. */
  public static byte[] place(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      byte[] text = part.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
      bytes.writeBytes(text);
    }
    return bytes.toByteArray();
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
    cipher.updateAAD(place);
    return cipher;
  }
}
