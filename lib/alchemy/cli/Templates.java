package alchemy.cli;

import alchemy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The templates of {@code create}: those of JBang's catalog, in a checkout or in the library's jar,
 * so that {@code jbang init} lays out the same. In each the app is called {@value #PLACEHOLDER},
 * and a template is itself an app that runs.
 */
final class Templates {
  static final String PLACEHOLDER = "my-app";

  private static final String CATALOG = "jbang-catalog.json";

  private final Path root;
  private final Map<?, ?> all;

  private Templates(Path root) throws IOException {
    this.root = root;
    Map<?, ?> catalog = (Map<?, ?>) Json.read(Files.readAllBytes(root.resolve(CATALOG)));
    this.all = (Map<?, ?>) catalog.get("templates");
  }

  /**
   * Those of the checkout that the launcher names, else those packed with the library.
   *
   * @throws UsageException if there are none
   */
  static Templates of(Invocation invocation) throws IOException {
    String home = invocation.variable("ALCHEMY_HOME");
    Path root = home.isEmpty() ? packed() : Path.of(home);
    if (!Files.isRegularFile(root.resolve(CATALOG))) {
      throw new UsageException(
          "There are no templates here.",
          "Neither does this copy of the library bring any, nor was it started from a checkout.");
    }
    return new Templates(root);
  }

  /** Their names, the simplest first. */
  List<String> names() {
    return all.keySet().stream().map(Object::toString).toList();
  }

  /** Name and description of each, as aligned lines. */
  List<String> lines() {
    int width = names().stream().mapToInt(String::length).max().orElse(0);
    return names().stream()
        .map(each -> each + " ".repeat(width - each.length() + 2) + of(each).get("description"))
        .toList();
  }

  /**
   * A template's files for an app of that name: relative paths and contents.
   *
   * @throws UsageException if there is no such template
   */
  Map<String, byte[]> files(String template, String app) throws IOException {
    if (!names().contains(template)) {
      throw new UsageException(
          "There is no template \"" + template + "\".", "There is: " + String.join(", ", names()));
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) of(template).get("file-refs")).entrySet()) {
      String name = each.getKey().toString().replace("{filename}", "alchemy.run.java");
      byte[] content = Files.readAllBytes(root.resolve(each.getValue().toString()));
      files.put(name, named(content, app));
    }
    return files;
  }

  private Map<?, ?> of(String template) {
    return (Map<?, ?>) all.get(template);
  }

  private static byte[] named(byte[] bytes, String app) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isText = !text.contains("\uFFFD") && text.indexOf('\0') < 0;
    return isText ? text.replace(PLACEHOLDER, app).getBytes(StandardCharsets.UTF_8) : bytes;
  }

  private static Path packed() throws IOException {
    try {
      URI library = Templates.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path place = Path.of(library);
      return Files.isDirectory(place) ? place : jar(URI.create("jar:" + library)).getPath("/");
    } catch (URISyntaxException e) {
      throw new IOException("The library's own place is not a path", e);
    }
  }

  private static FileSystem jar(URI uri) throws IOException {
    try {
      return FileSystems.newFileSystem(uri, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      return FileSystems.getFileSystem(uri);
    }
  }
}
