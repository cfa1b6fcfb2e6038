package alchemy.cli;

import alchemy.engine.RunOptions.Scope;
import picocli.CommandLine.Option;

/** What makes a run look at the services before it plans. */
final class LookFlags {
  @Option(
      names = "--adopt",
      description = "take over what exists under a new resource's name; shown first")
  boolean adopt;

  @Option(
      names = "--refresh",
      description = "read every resource first, and repair what was changed or deleted outside")
  boolean refresh;

  Scope scope(TargetFlags target) {
    return new Scope(target.ids, adopt, refresh);
  }

  boolean isGiven() {
    return adopt || refresh;
  }
}
