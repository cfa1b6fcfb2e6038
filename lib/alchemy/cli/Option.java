package alchemy.cli;

/**
 * An option of a command.
 *
 * @param name with its two dashes
 * @param letter its short form with one dash; null if it has none
 * @param value what help calls its value; null if it has none
 * @param help what it does
 */
record Option(String name, String letter, String value, String help) {
  static final Option HELP = new Option("--help", "-h", null, "show this help");
  static final Option DEBUG = new Option("--debug", null, null, "errors with their stack traces");

  boolean is(String word) {
    return word.equals(name) || word.equals(letter);
  }
}
