package alchemy.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Digests of files, in the form in which npm writes them. */
final class Integrity {
  private static final String SHA_512 = "sha512-";

  private Integrity() {}

  /**
   * Compares a file with an integrity text.
   *
   * @param expected one or more digests, separated by blanks; the SHA-512 among them counts
   * @throws IntegrityException if they differ, or no SHA-512 is given: a weaker one is no proof
   */
  static void check(String what, Path archive, String expected) throws IOException {
    String actual = SHA_512 + Base64.getEncoder().encodeToString(digest("SHA-512", archive));
    for (String each : expected.split(" ", -1)) {
      // Options may follow a question mark (Subresource Integrity, section 3.5).
      if (each.split("\\?", -1)[0].equals(actual)) {
        return;
      }
    }
    throw new IntegrityException(what, expected, actual);
  }

  /** The SHA-256 of a file, in hexadecimal digits. */
  static String sha256(Path file) throws IOException {
    return HexFormat.of().formatHex(digest("SHA-256", file));
  }

  static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  private static byte[] digest(String algorithm, Path file) throws IOException {
    MessageDigest digest = newDigest(algorithm);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }
}
