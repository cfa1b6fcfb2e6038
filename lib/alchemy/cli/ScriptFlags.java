package alchemy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options of every command that is about a script. */
final class ScriptFlags {
  private static final Option FILE =
      new Option("--file", "-f", "PATH", "the script, or its folder; else the working folder");
  private static final Option STAGE =
      new Option("--stage", null, "NAME", "else ALCHEMY_STAGE, else your user name");
  private static final Option ENV_FILE =
      new Option("--env-file", null, "FILE", "variables, NAME=value; goes before .env");
  private static final Option JSON =
      new Option("--json", null, null, "one JSON event a line on standard output");
  private static final Option QUIET =
      new Option("--quiet", null, null, "no progress: only results and errors");

  final Path file;
  final String stage;
  final Path envFile;
  final boolean json;
  final boolean quiet;

  ScriptFlags(Arguments arguments) {
    file = arguments.path(FILE);
    stage = arguments.get(STAGE);
    envFile = arguments.path(ENV_FILE);
    json = arguments.has(JSON);
    quiet = arguments.has(QUIET);
  }

  /** These options after a command's own. */
  static List<Option> and(Option... own) {
    List<Option> options = new ArrayList<>(List.of(own));
    options.addAll(List.of(FILE, STAGE, ENV_FILE, JSON, QUIET, Option.DEBUG));
    return options;
  }
}
