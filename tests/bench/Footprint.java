package bench;

import alchemy.fetch.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a deploy with a Worker needs on disk once it has run, in whole blocks. */
final class Footprint {
  private static final int BLOCK = 4096;
  private static final Pattern JAR = Pattern.compile("[^ :'\"]+\\.jar");
  private static final Pattern ARCHIVE = Pattern.compile("classes='([^']*)'");

  private Footprint() {}

  /** Weighs what a program with a Worker used: what it is, and how many megabytes. */
  static Map<String, Object> ours(Program program) throws IOException {
    Path cache = CacheFolder.current();
    Path script = AppFolder.place(program).resolve("alchemy.run.java");
    Path launch = cache.resolve("launch" + script);
    Predicate<Path> any = each -> true;
    double jars = 0;
    int packages = 0;
    String command = Files.readString(launch.resolve("command"));
    for (String each :
        new TreeSet<>(JAR.matcher(command).results().map(MatchResult::group).toList())) {
      if (!each.contains("jbang-cli")) {
        jars += size(Path.of(each), any);
        packages++;
      }
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("the script, the library and its dependencies", jars);
    parts.put("JBang", size(Path.of(System.getenv("ALCHEMY_JBANG_JAR")), any));
    parts.put("esbuild", size(cache.resolve("tools"), each -> each.toString().contains("esbuild")));
    Matcher archive = ARCHIVE.matcher(command);
    double classes = archive.find() ? size(Path.of(archive.group(1)), any) : 0;
    parts.put("what the launcher keeps of the script", size(launch, any) + classes);
    parts.put("packages", packages + 2);
    parts.put("runtime", size(Path.of(System.getProperty("java.home")), any));
    return parts;
  }

  /** The same of the peer. */
  static Map<String, Object> theirs(Peer peer) throws IOException {
    Path modules = peer.home().resolve("node_modules");
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("node_modules", size(modules, each -> true));
    try (Stream<Path> all = Files.walk(modules)) {
      parts.put("packages", (int) all.filter(Footprint::isPackage).count());
    }
    parts.put("runtime", size(Path.of(peer.node()), each -> true));
    return parts;
  }

  private static boolean isPackage(Path file) {
    return file.toString().matches(".*/node_modules/(@[^/]+/)?[^/@.]+[^/]*/package\\.json");
  }

  private static double size(Path place, Predicate<Path> counted) throws IOException {
    double bytes = 0;
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.filter(counted).toList()) {
        boolean file = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
        bytes += file ? (Files.size(each) + BLOCK - 1) / BLOCK * BLOCK : BLOCK;
      }
    }
    return Math.round(bytes / (1 << 20) * 10) / 10.0;
  }
}
