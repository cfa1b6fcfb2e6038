package alchemy.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What limits a run to some resources. */
final class TargetFlags {
  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "only this resource and what it needs; may be given several times")
  Set<String> ids = new LinkedHashSet<>();
}
