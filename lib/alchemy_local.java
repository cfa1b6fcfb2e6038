//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDstringConcat=inline --release 17
//GAV io.github.alchemy-java:alchemy-local:0.2.0
//DESCRIPTION The local cloud of Alchemy for Java; a process of its own
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS org.postgresql:postgresql:42.7.14
//DEPS org.tukaani:xz:1.10
//SOURCES alchemy/AlchemyException.java
//SOURCES alchemy/MaskedCause.java
//SOURCES alchemy/Secret.java
//SOURCES alchemy/Needles.java
//SOURCES alchemy/SeenSecrets.java
//SOURCES alchemy/fetch/**.java
//SOURCES alchemy/local/**.java
//FILES alchemy/local/page/=alchemy/local/page/page.*

/**
 * The local cloud as one JBang source. Its dependencies are never on a script's class path. The
 * archive of PostgreSQL's binaries comes onto its own class path beside it, by whoever starts it.
 */
class alchemy_local {
  public static void main(String... args) {
    alchemy.local.Main.main(args);
  }
}
