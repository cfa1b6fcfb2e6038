package bench;

import alchemy.fetch.CacheFolder;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Who runs a program, and how it is started. */
enum Contender {
  OURS("Java"),
  AWAIT("TypeScript, await"),
  ALL("TypeScript, Promise.all"),
  JBANG("Java, plain JBang"),
  NODE("TypeScript, without compile cache"),
  TSX("TypeScript, tsx");

  final String title;

  Contender(String title) {
    this.title = title;
  }

  boolean isPeer() {
    return this != OURS && this != JBANG;
  }

  /** What it has in its environment besides the credentials. */
  Map<String, String> variables() throws IOException {
    if (this == JBANG) {
      return Map.of("PATH", JBang.folder() + File.pathSeparator + System.getenv("PATH"));
    }
    Map<String, String> quiet = Map.of("ALCHEMY_TELEMETRY_DISABLED", "1", "DO_NOT_TRACK", "1");
    if (this != AWAIT && this != ALL) {
      return quiet;
    }
    // As our launcher keeps an archive of classes, Node keeps what it compiled when it is told to.
    Map<String, String> fastest = new HashMap<>(quiet);
    fastest.put("NODE_COMPILE_CACHE", CacheFolder.current().resolve("bench/compiled").toString());
    return fastest;
  }

  /** The stage of its own, so that all can be deployed beside each other. */
  String stage() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is typed in the program's folder. */
  List<String> command(Phase phase, Peer peer) {
    boolean destroy = phase == Phase.DESTROY;
    if (isPeer()) {
      Stream<String> node =
          this == TSX
              ? Stream.of(peer.node(), peer.tsx(), "--import=./preload.mjs", "alchemy.run.ts")
              : Stream.of(
                  peer.node(), "--import=./preload.mjs", this == ALL ? "all.mjs" : "await.mjs");
      return Stream.of(
              node, Stream.of("--stage", stage()), Stream.of("--destroy").filter(flag -> destroy))
          .flatMap(each -> each)
          .toList();
    }
    List<String> start =
        this == OURS
            ? List.of("sh", Bench.HOME.resolve("alchemy").toString())
            : List.of("jbang", "alchemy.run.java");
    return Stream.concat(
            start.stream(), Stream.of(destroy ? "destroy" : "deploy", "--stage", stage(), "--yes"))
        .toList();
  }
}
