package alchemy.cli;

/**
 * The version of this library; the same as in {@code lib/alchemy_lib.java}, which a test checks.
 */
final class Version {
  static final String NUMBER = "0.1.0";

  private Version() {}

  /** As {@code alchemy 0.1.0, Java 17.0.15}. */
  static String text() {
    return "alchemy " + NUMBER + ", Java " + Runtime.version();
  }
}
