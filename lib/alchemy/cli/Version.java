package alchemy.cli;

/** The version of this library; that of {@code lib/alchemy_lib.java}, as a check makes sure. */
final class Version {
  static final String NUMBER = "0.2.0";

  private Version() {}

  /** As {@code alchemy 1.2.3, Java 17.0.15}. */
  static String text() {
    return "alchemy " + NUMBER + ", Java " + Runtime.version();
  }
}
