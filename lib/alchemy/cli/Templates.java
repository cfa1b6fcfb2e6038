package alchemy.cli;

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
import java.util.Set;
import java.util.stream.Stream;

/**
 * The templates of {@code create}: folders of a checkout, or of the library's jar. In each the app
 * is called {@value #PLACEHOLDER}, so that a template is itself an app that runs.
 */
final class Templates {
  static final String PLACEHOLDER = "my-app";

  private static final Set<String> MADE_LATER = Set.of("node_modules", ".alchemy", "dist");

  private final Path folder;

  private Templates(Path folder) {
    this.folder = folder;
  }

  /**
   * Those of the checkout that the launcher names, else those packed with the library.
   *
   * @throws UsageException if there are none
   */
  static Templates of(Invocation invocation) throws IOException {
    String home = invocation.variable("ALCHEMY_HOME");
    Path folder = home.isEmpty() ? packed() : Path.of(home, "templates");
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "There are no templates here.",
          "Neither does this copy of the library bring any, nor was it started from a checkout.");
    }
    return new Templates(folder);
  }

  /** Their names, sorted. */
  List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(each -> each.getFileName().toString().replace("/", ""))
          .sorted()
          .toList();
    }
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
    Path from = folder.resolve(template);
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path each : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = from.relativize(each).toString().replace('\\', '/');
        if (Stream.of(name.split("/")).noneMatch(MADE_LATER::contains)) {
          // As .gitignore it would already hold in the checkout.
          String shown = name.replaceAll("(^|/)gitignore$", "$1.gitignore");
          files.put(shown, named(Files.readAllBytes(each), app));
        }
      }
    }
    return files;
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
      return Files.isDirectory(place)
          ? place.resolve("templates")
          : jar(URI.create("jar:" + library)).getPath("/templates");
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
