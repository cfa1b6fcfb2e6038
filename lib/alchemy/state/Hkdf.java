package alchemy.state;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with HMAC-SHA256. Source: RFC 5869. */
final class Hkdf {
  private static final String HMAC = "HmacSHA256";
  private static final int HASH_LENGTH = 32;

  private Hkdf() {}

  static byte[] derive(byte[] key, byte[] salt, byte[] info, int length) {
    byte[] extracted = hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt, key);
    byte[] output = new byte[length];
    byte[] block = new byte[0];
    for (int i = 0; i * HASH_LENGTH < length; i++) {
      block = hmac(extracted, block, info, new byte[] {(byte) (i + 1)});
      int from = i * HASH_LENGTH;
      System.arraycopy(block, 0, output, from, Math.min(HASH_LENGTH, length - from));
    }
    Arrays.fill(extracted, (byte) 0);
    return output;
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new CryptographyMissingException(e);
    }
  }
}
