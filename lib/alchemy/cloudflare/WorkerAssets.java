package alchemy.cloudflare;

import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.provider.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of static assets: its files but those that {@code .assetsignore} names, and the rules in
 * {@code _headers} and {@code _redirects}, which are no files to the service.
 */
final class WorkerAssets {
  private static final long LARGEST = 25L * 1024 * 1024;
  private static final int MOST = 20_000;
  private static final List<String> RULES = List.of("_headers", "_redirects");
  private static final Map<String, List<String>> CONFIG =
      Map.of(
          "html_handling",
          List.of("auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"),
          "not_found_handling",
          List.of("none", "404-page", "single-page-application"));
  private static final int HASH_DIGITS = 32;

  private final Path folder;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, String> hashes = new TreeMap<>();

  // Links are what they lead to, the folder itself above all.
  private WorkerAssets(Path given) throws IOException {
    this.folder = given.toRealPath();
    AssetsIgnore ignored = AssetsIgnore.of(folder);
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile)
          .forEach(
              each -> {
                String name = folder.relativize(each).toString().replace('\\', '/');
                if (!RULES.contains(name) && !ignored.matches(name)) {
                  files.put("/" + name, each);
                }
              });
    }
  }

  static WorkerAssets in(Path folder) {
    try {
      return new WorkerAssets(folder);
    } catch (UncheckedIOException e) {
      throw new AssetsUnreadableException(folder, e.getCause());
    } catch (IOException e) {
      throw new AssetsUnreadableException(folder, e);
    }
  }

  /** What a plan compares, read once; null for what is no folder, which the check reports. */
  static Supplier<String> planned(Path folder) {
    return new Supplier<>() {
      private String hash;

      @Override
      public String get() {
        if (hash == null && Files.isDirectory(folder)) {
          hash = in(folder).hash();
        }
        return hash;
      }
    };
  }

  static void check(Check check, Map<String, Object> config) {
    CONFIG.forEach(
        (field, allowed) -> {
          Object value = config.get(field);
          if (value != null && !allowed.contains(value.toString())) {
            check.fault(
                "assetsConfig." + field,
                "is \"" + value + "\"",
                "It can be " + String.join(", ", allowed) + ".");
          }
        });
  }

  /** Faults of a Worker that has none. */
  static void checkNone(Check check, Props wanted) {
    String fix = "Set assets(...), or leave it out.";
    if (wanted.assetsConfig() != null) {
      check.fault("assetsConfig", "is set, and no assets", fix);
    }
    if (wanted.bindings() != null) {
      Bindings.named(wanted.bindings(), "assets")
          .forEach(each -> check.fault("bindings." + each, "binds assets, and has none", fix));
    }
  }

  static void check(Check check, String folder) {
    Path path = check.root().resolve(folder);
    if (!Files.isDirectory(path)) {
      check.fault("assets", "\"" + folder + "\" is no folder", null);
      return;
    }
    Map<String, Path> files = in(path).files;
    if (files.isEmpty()) {
      check.fault("assets", "\"" + folder + "\" has no files", "Is it what a build writes?");
    }
    if (files.size() > MOST) {
      check.fault(
          "assets",
          "has " + files.size() + " files; the service takes at most " + MOST,
          "Name what need not be served in .assetsignore.");
    }
    files.forEach(
        (name, file) -> {
          if (size(file) > LARGEST) {
            check.fault(
                "assets",
                name + " is larger than 25 MiB, which the service takes at most",
                "Put it into an R2 bucket, or name it in .assetsignore.");
          }
        });
    if (files.containsKey("/_worker.js")) {
      check.fault(
          "assets",
          "holds _worker.js, which would be served as a file",
          "Make it the Worker's main file, or name it in .assetsignore.");
    }
  }

  /** Path, hash and size of each file, as an upload begins. */
  Map<String, Object> manifest() {
    Map<String, Object> manifest = new TreeMap<>();
    files.forEach(
        (name, file) ->
            manifest.put(name, Map.of("hash", fingerprint(name, file), "size", size(file))));
    return manifest;
  }

  /** The files by the hashes of the manifest. */
  Map<String, Path> byHash() {
    Map<String, Path> byHash = new TreeMap<>();
    hashes.forEach((name, hash) -> byHash.put(hash, files.get(name)));
    return byHash;
  }

  /** The rules of the folder, as the API's config takes them. */
  Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    for (String each : RULES) {
      Path file = folder.resolve(each);
      if (Files.isRegularFile(file)) {
        rules.put(each, new String(bytes(file), StandardCharsets.UTF_8));
      }
    }
    return rules;
  }

  private String fingerprint(String name, Path file) {
    return hashes.computeIfAbsent(name, any -> hashOf(name, file));
  }

  /** Of all files and rules. */
  String hash() {
    MessageDigest digest = sha256();
    // A map's text is another in each run.
    files.forEach((name, file) -> add(digest, name, fingerprint(name, file) + " " + size(file)));
    rules().forEach((name, text) -> add(digest, name, text));
    return HexFormat.of().formatHex(digest.digest());
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssetsUnreadableException(file, e);
    }
  }

  private static void add(MessageDigest digest, String name, String text) {
    digest.update((name + "\n" + text.length() + "\n" + text).getBytes(StandardCharsets.UTF_8));
  }

  // The service keeps a hash's content type, so that two of equal bytes may differ by it.
  private static String hashOf(String name, Path file) {
    MessageDigest digest = sha256();
    if (size(file) <= LARGEST) { // else it is a fault, and not read
      digest.update(bytes(file));
    }
    digest.update(AssetTypes.extension(name).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssetsUnreadableException(file, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
