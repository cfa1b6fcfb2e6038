//JAVA 17+
//COMPILE_OPTIONS -g:source,lines -encoding UTF-8 -XDstringConcat=inline --release 17
//GAV io.github.alchemy-java:alchemy:0.2.0
//DESCRIPTION Alchemy for Java: infrastructure as plain Java scripts
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS info.picocli:picocli:4.7.7
//DEPS com.password4j:password4j:1.8.4
//DEPS org.postgresql:postgresql:42.7.14
//SOURCES alchemy/*.java
//SOURCES alchemy/json/**.java
//SOURCES alchemy/fetch/**.java
//SOURCES alchemy/provider/**.java
//SOURCES alchemy/files/**.java
//SOURCES alchemy/postgres/**.java
//SOURCES alchemy/sql/**.java
//SOURCES alchemy/state/**.java
//SOURCES alchemy/engine/**.java
//SOURCES alchemy/http/**.java
//SOURCES alchemy/prisma/**.java
//SOURCES alchemy/cloudflare/**.java
//SOURCES alchemy/bundle/**.java
//SOURCES alchemy/peer/**.java
//SOURCES alchemy/profile/**.java
//SOURCES alchemy/types/**.java
//SOURCES alchemy/graph/**.java
//SOURCES alchemy/cli/**.java
//FILES jbang-catalog.json=../jbang-catalog.json
//FILES templates/=../templates/**

/** The library as one JBang source: its coordinates, its dependencies, and every room but local. */
class alchemy_lib {
  public static void main(String... args) {
    alchemy.cli.Main.main(args);
  }
}
