package alchemy.cli;

import picocli.CommandLine.Option;

/** Options of the commands that sign in and out, and of those that use it. */
class ProfileFlags extends HelpFlags {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "who you are signed in as; else ALCHEMY_PROFILE, else \"default\"")
  String profile;

  @Option(names = "--json", description = "one JSON event a line on standard output")
  boolean json;
}
