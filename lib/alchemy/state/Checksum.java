package alchemy.state;

import alchemy.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * The checksum of a snapshot, and the one that ends each journal line, {@code ,"sum":"…"}}: over
 * the line before it and the line, so that a line which is lost, doubled or exchanged shows as well
 * as a changed one. It is against accidents; what is secret has a seal against attackers.
 */
final class Checksum {
  private static final int HEX = 16;
  private static final String BEFORE = ",\"sum\":\"";
  private static final String AFTER = "\"}";
  private static final int LENGTH = BEFORE.length() + HEX + AFTER.length();

  private Checksum() {}

  /** The checksum of a tree that is a document of its own; how it is laid out does not count. */
  static String of(Map<String, Object> tree) {
    byte[] document = Json.write(tree, false);
    return of("", document, document.length);
  }

  /** The checksum of a JSON object that follows the line with the checksum {@code previous}. */
  static String of(String previous, byte[] object) {
    return of(previous, object, object.length - 1);
  }

  /** The object with the checksum as its last field. */
  static byte[] append(byte[] object, String sum) {
    byte[] end = (BEFORE + sum + AFTER).getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(object, object.length - 1 + end.length);
    System.arraycopy(end, 0, line, object.length - 1, end.length);
    return line;
  }

  /** The line's checksum, or null if it is not the one that belongs there. */
  static String verified(String previous, byte[] line) {
    int body = line.length - LENGTH;
    if (body < 1) {
      return null;
    }
    String sum = of(previous, line, body);
    byte[] end = (BEFORE + sum + AFTER).getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(line, body, line.length, end, 0, end.length) ? sum : null;
  }

  private static String of(String previous, byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous.getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes, 0, length);
      return HexFormat.of().formatHex(digest.digest()).substring(0, HEX);
    } catch (GeneralSecurityException e) {
      throw new CryptographyMissingException(e);
    }
  }
}
