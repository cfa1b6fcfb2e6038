package alchemy.cli;

import picocli.CommandLine.Option;

/** Options of the commands that sign in and out. */
final class ProfileFlags {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "the profile; else ALCHEMY_PROFILE, else \"default\"")
  String profile;

  @Option(names = "--json", description = "one JSON event a line on standard output")
  boolean json;

  @Option(names = "--debug", description = "errors with their stack traces")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;
}
