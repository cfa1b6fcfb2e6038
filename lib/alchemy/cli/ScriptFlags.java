package alchemy.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that is about a script. */
final class ScriptFlags {
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
      names = "--profile",
      paramLabel = "NAME",
      description = "who you are signed in as; else ALCHEMY_PROFILE, else \"default\"")
  String profile;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "variables, one NAME=value a line; goes before .env")
  Path envFile;

  @Option(names = "--json", description = "one JSON event a line on standard output")
  boolean json;

  @Option(names = "--quiet", description = "no progress: only results and errors")
  boolean quiet;

  @Option(names = "--debug", description = "errors with their stack traces")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;
}
