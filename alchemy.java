//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0
//DESCRIPTION Alchemy for Java: infrastructure as plain Java scripts

/**
 * The command line's entry for JBang. Not called {@code alchemy}, which is the library's package.
 */
class Start {
  public static void main(String... args) {
    alchemy.cli.Main.main(args);
  }
}
