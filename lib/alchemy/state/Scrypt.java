package alchemy.state;

import com.password4j.ScryptFunction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A key from a password, by scrypt. Source: RFC 7914.
 *
 * <p>Only password4j's bare function is called. Its entry class {@code Password} would log a
 * banner, and look for a logger, which prints a warning where there is none.
 */
final class Scrypt {
  /** 16 MiB and about a tenth of a second, which runs beside the script. */
  static final int N = 16_384;

  static final int R = 8;
  static final int P = 1;

  // What a changed file could ask of us at most: 1 GiB would be a way to stall a run.
  private static final int LARGEST_N = 1 << 17;
  private static final int LARGEST_R = 16;
  private static final int LARGEST_P = 4;

  private Scrypt() {}

  static boolean isReasonable(long n, long r, long p) {
    return n >= N
        && n <= LARGEST_N
        && Long.bitCount(n) == 1
        && r >= 1
        && r <= LARGEST_R
        && p >= 1
        && p <= LARGEST_P;
  }

  static byte[] derive(String password, byte[] salt, int n, int r, int p, int length) {
    try {
      byte[] text = password.getBytes(StandardCharsets.UTF_8);
      return ScryptFunction.getInstance(n, r, p, length).scrypt(text, salt, length);
    } catch (GeneralSecurityException e) {
      throw new CryptographyMissingException(e);
    }
  }
}
