package alchemy.cli;

/**
 * Colours of a terminal, or none.
 *
 * @param coloured false makes every method give its text back
 */
record Style(boolean coloured) {
  static final Style PLAIN = new Style(false);

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String yellow(String text) {
    return in("33", text);
  }

  private String in(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
