package alchemy.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of the commands that change what is recorded as a whole. */
final class LockFlags {
  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      converter = ApplyFlags.Seconds.class,
      description = "wait so long for a run of the stage: 30s, 5m; not at all if not given")
  Duration timeout = Duration.ZERO;
}
