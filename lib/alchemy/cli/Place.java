package alchemy.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The script as a bare word, for the commands that take one. */
final class Place {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "the script, or its folder; as -f PATH")
  Path path;
}
