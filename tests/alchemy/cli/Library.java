package alchemy.cli;

/** The library under test, as a script names it. */
public final class Library {
  /** Its version. */
  public static final String VERSION = Version.NUMBER;

  /** The line of a script that asks for it. */
  public static final String DEPS = "//DEPS io.github.alchemy-java:alchemy:" + VERSION + "\n";

  private Library() {}
}
