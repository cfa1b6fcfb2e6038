package alchemy.cli;

import picocli.CommandLine.Option;

/** Options of every command. */
class HelpFlags {
  @Option(names = "--debug", description = "errors with their stack traces")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;
}
