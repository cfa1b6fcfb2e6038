///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0
//DEPS io.github.alchemy-java:alchemy-local:0.2.0
//SOURCES *.java

package bench;

import java.nio.file.Path;

/**
 * Measures, and writes {@code docs/performance.md}: {@code ./alchemy bench SECTION [WORD …]}. The
 * numbers are of the machine that it runs on; what counts are ratios within one run.
 */
final class Bench {
  /** The checkout. */
  static final Path HOME = Path.of(System.getenv("ALCHEMY_HOME"));

  private Bench() {}

  public static void main(String... args) throws Exception {
    String section = args.length == 0 ? "" : args[0];
    switch (section) {
      default -> {
        System.err.println("bench: there is no section “" + section + "”");
        System.exit(2);
      }
    }
  }
}
