package alchemy.state;

/** A stored field is missing or of the wrong kind. Whoever knows the file makes it an error. */
final class BadFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  BadFieldException(String field, String why) {
    super("\"" + field + "\" " + why);
  }
}
