package alchemy.cli;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** The script changed to something that cannot be run. */
final class ScriptBuildException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ScriptBuildException(String summary, String... details) {
    super(summary, details);
  }

  ScriptBuildException(Throwable cause, String summary, String... details) {
    super(cause, summary, details);
  }

  /** Of what javac and JBang say, with places relative to the script's folder. */
  static ScriptBuildException of(String said, Path script) {
    String folder = script.getParent() + "/";
    return new ScriptBuildException(
        "The script does not compile.",
        said.lines()
            .filter(line -> !line.endsWith("Error during compile"))
            .map(line -> line.replace(folder, "").replace("[jbang] [ERROR] ", ""))
            .toArray(String[]::new));
  }
}
