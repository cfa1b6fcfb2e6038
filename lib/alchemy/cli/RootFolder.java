package alchemy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script's folder, where state and {@code .env} lie. The launcher passes it in {@code
 * ALCHEMY_ROOT}. Under plain JBang nobody knows it, and state at a wrong place would mean
 * everything made twice; so the working folder, or the nearest parent with {@code .alchemy}, must
 * hold the script.
 */
final class RootFolder {
  private RootFolder() {}

  /**
   * The folder of the script that runs.
   *
   * @throws UsageException if it is not known
   */
  static Path ofScript(Invocation invocation) {
    Path given = given(invocation);
    if (given != null) {
      return given;
    }
    String file = invocation.scriptFile();
    if (!file.endsWith(".java")) {
      Path script = shellScript();
      return script == null ? anywhere(invocation) : script.toAbsolutePath().getParent();
    }
    if (Files.exists(invocation.folder().resolve(file))) {
      return invocation.folder();
    }
    Path above = withState(invocation.folder());
    if (above != null && Files.exists(above.resolve(file))) {
      return above;
    }
    throw new UsageException(
        "The folder of " + file + " is not known, so its state cannot be found.",
        "Run it from its folder:",
        "    cd FOLDER && jbang " + file + " " + String.join(" ", invocation.words()));
  }

  /**
   * For a shell or a test: the working folder if it holds a script, else the nearest folder with
   * state, else the working folder.
   */
  static Path anywhere(Invocation invocation) {
    Path given = given(invocation);
    if (given != null) {
      return given;
    }
    Path here = invocation.folder();
    if (Files.exists(here.resolve("alchemy.run.java"))
        || Files.exists(here.resolve("alchemy.run.jsh"))) {
      return here;
    }
    Path above = withState(here);
    return above == null ? here : above;
  }

  // JBang gives JShell a file before the script, with its arguments, and one after it, with its
  // end.
  private static Path shellScript() {
    Matcher command =
        Pattern.compile("jbang_arguments_\\S+ (.+) \\S*jbang_exit_\\S+$")
            .matcher(System.getProperty("sun.java.command", ""));
    return command.find() ? Path.of(command.group(1)) : null;
  }

  private static Path given(Invocation invocation) {
    String root = invocation.variable("ALCHEMY_ROOT");
    return root.isEmpty() ? null : invocation.folder().resolve(root).normalize();
  }

  private static Path withState(Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve(".alchemy"))) {
        return each;
      }
    }
    return null;
  }
}
