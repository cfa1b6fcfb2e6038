package alchemy.local.prisma;

import java.security.SecureRandom;

/**
 * Ids: rows hold them bare, answers show them with their kind's prefix, requests may use either.
 * Source: the id patterns of the contract.
 */
final class Ids {
  static final String WORKSPACE = "wksp_";
  static final String PROJECT = "proj_";
  static final String DATABASE = "db_";
  static final String CONNECTION = "con_";
  static final String BRANCH = "br_";

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new one: a c and random letters and digits, as a cuid looks. */
  static String fresh() {
    return "c" + random(LENGTH);
  }

  /** A password or key that needs no escaping in a URL, of some 5 bits a character. */
  static String random(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** Without the prefix, if it has it. */
  static String bare(String prefix, String id) {
    return id.startsWith(prefix) ? id.substring(prefix.length()) : id;
  }
}
