package alchemy.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that is about a script. */
final class ScriptFlags extends ProfileFlags {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "PATH",
      description = "the script, or its folder; else the working folder")
  Path file;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description = "the copy of the app; else ALCHEMY_STAGE, else your user name")
  String stage;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "variables, one NAME=value a line; goes before .env")
  Path envFile;

  @Option(names = "--quiet", description = "no progress: only results and errors")
  boolean quiet;
}
