package alchemy.state;

import java.time.Instant;
import java.util.Objects;

/**
 * Who holds a stage's lock.
 *
 * @param runId random for each run; a write checks that it still stands in the lock
 * @param host the machine's name; on another machine an operating system lock tells nothing
 * @param pid the process
 * @param since when it took the lock
 * @param command what it runs, without arguments that could hold a secret
 */
public record Holder(String runId, String host, long pid, Instant since, String command) {
  public Holder {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(command, "command");
  }
}
