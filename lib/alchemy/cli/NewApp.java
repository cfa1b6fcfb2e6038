package alchemy.cli;

import alchemy.fetch.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An app that {@code create} is to make.
 *
 * @param named its folder as it was named
 * @param folder the same, absolute
 * @param name of the app
 */
record NewApp(Path named, Path folder, String name) {
  private static final String NAMES_AN_APP = "(?i)[a-z0-9][a-z0-9 ._-]{0,39}";

  /**
   * The app of a folder.
   *
   * @throws UsageException if no app can be called after it
   */
  static NewApp in(Path workingFolder, Path named) {
    Path folder = workingFolder.resolve(named).normalize();
    String last = String.valueOf(folder.getFileName());
    if (!last.matches(NAMES_AN_APP)) {
      throw new UsageException(
          "No app can be called after this folder.",
          "folder: " + named,
          "Its last name becomes the app's. Take letters, digits, - and _, at most 40, of which"
              + " the",
          "first is a letter or a digit.");
    }
    return new NewApp(named, folder, Stage.ofUser(last)); // both kinds of names are alike
  }

  /**
   * Writes its files, all of them or, if one is there already, none.
   *
   * @throws FilesExistException if one is there
   * @throws UnwritableFolderException if the folder cannot be written
   */
  void write(Map<String, byte[]> files, Terminal terminal) throws IOException {
    List<String> there =
        files.keySet().stream().map(this::inTheWay).filter(Objects::nonNull).distinct().toList();
    if (!there.isEmpty()) {
      throw new FilesExistException(named, there);
    }
    try {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        Path file = folder.resolve(each.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue(), StandardOpenOption.CREATE_NEW);
        if (each.getKey().endsWith(".run.java") && !file.toFile().setExecutable(true)) {
          terminal.note(each.getKey() + " could not be made executable");
        }
      }
    } catch (FileSystemException e) {
      throw new UnwritableFolderException(named, e);
    }
  }

  // The file itself, also as a link that leads nowhere, or a file where its folder has to be.
  private String inTheWay(String file) {
    for (Path each = Path.of(file).getParent(); each != null; each = each.getParent()) {
      Path at = folder.resolve(each);
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(at)) {
        return each.toString().replace('\\', '/');
      }
    }
    return Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS) ? file : null;
  }

  /** What to type next, so that it can be typed as it stands. */
  List<String> next(Map<String, byte[]> files, Invocation invocation) {
    List<String> lines = new ArrayList<>(List.of("next:"));
    if (!folder.equals(invocation.folder())) {
      lines.add("    cd " + word(named.toString()));
    }
    byte[] manifest = files.getOrDefault("package.json", new byte[0]);
    String scripts = new String(manifest, StandardCharsets.UTF_8);
    if (scripts.contains("\"scripts\":")) {
      lines.add("    npm install");
    }
    lines.add("    " + launcher(invocation) + " dev");
    if (scripts.contains("\"dev\":")) {
      lines.add("and while that serves, in another terminal:");
      lines.add("    npm run dev");
    }
    return lines;
  }

  private static String launcher(Invocation invocation) {
    String home = invocation.variable("ALCHEMY_HOME");
    if (home.isEmpty()) {
      return "jbang alchemy.run.java";
    }
    Path ours = Path.of(home, "alchemy");
    // What a shell would find may be another program of that name.
    return Programs.find("alchemy", invocation.variables())
        .filter(found -> isSame(found, ours))
        .map(found -> "alchemy")
        .orElseGet(() -> word(ours.toString()));
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // one of them cannot be reached
    }
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
