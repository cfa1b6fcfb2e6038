package alchemy.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a {@code package-lock.json} of format 2 or 3 says is to be installed. */
record PackageLock(List<Entry> entries) {
  private static final String MODULES = "node_modules/";

  /**
   * One folder to fill.
   *
   * @param path relative to the lock file, as {@code node_modules/a/node_modules/b}
   * @param source the package that goes there
   * @param needsNpm why only npm can install it, or an empty text
   */
  record Entry(
      String path,
      NpmPackage source,
      boolean optional,
      List<String> os,
      List<String> cpu,
      List<String> libc,
      String needsNpm) {
    /** True if it is for this platform; one that is not is optional, and left out. */
    boolean fits(Platform platform) {
      // What we run on is always glibc: workerd and PostgreSQL exist for nothing else on Linux.
      boolean rightLibc = platform.os() != Platform.Os.LINUX || allows(libc, "glibc");
      return allows(os, platform.npmOs()) && allows(cpu, platform.npmArch()) && rightLibc;
    }

    private static boolean allows(List<String> names, String name) {
      boolean anyNamed = names.stream().anyMatch(each -> !each.startsWith("!"));
      return !names.contains("!" + name) && (!anyNamed || names.contains(name));
    }
  }

  /** Reads a lock file. */
  static PackageLock read(Path file) throws IOException {
    JsonNode packages = new ObjectMapper().readTree(file.toFile()).path("packages");
    if (!packages.isObject()) {
      throw new IOException(
          file.getFileName()
              + " has the format of npm 6 or older; run npm install once to renew it");
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : packages.properties()) {
      // The empty path is the project itself; bundled packages come inside their parents.
      if (!each.getKey().isEmpty() && !each.getValue().path("inBundle").asBoolean()) {
        entries.add(entry(each.getKey(), each.getValue()));
      }
    }
    return new PackageLock(List.copyOf(entries));
  }

  private static Entry entry(String path, JsonNode node) {
    String nameByPath = path.substring(path.lastIndexOf(MODULES) + MODULES.length());
    String integrity = node.path("integrity").asText();
    String reason = "";
    if (node.path("link").asBoolean() || !path.contains(MODULES)) {
      reason = "it is a folder of a workspace";
    } else if (node.path("hasInstallScript").asBoolean()) {
      reason = "it has an install script";
    } else if (!integrity.contains("sha512-")) {
      reason = "the lock file has no SHA-512 for it";
    }
    NpmPackage source =
        new NpmPackage(
            node.path("name").asText(nameByPath), node.path("version").asText(), integrity);
    return new Entry(
        path,
        source,
        node.path("optional").asBoolean() || node.path("devOptional").asBoolean(),
        texts(node.path("os")),
        texts(node.path("cpu")),
        texts(node.path("libc")),
        reason);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** True if a {@code package.json} names any package to install. */
  static boolean declaresDependencies(Path manifest) throws IOException {
    // Reading JSON costs a tenth of a second at start; most manifests without packages show it so.
    if (!Files.readString(manifest).contains("ependencies\"")) {
      return false;
    }
    JsonNode root = new ObjectMapper().readTree(manifest.toFile());
    return Stream.of("dependencies", "devDependencies", "optionalDependencies")
        .anyMatch(each -> !root.path(each).isEmpty());
  }
}
