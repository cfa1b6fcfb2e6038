package alchemy.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

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
  /** A run that holds the lock, and of which {@code lock.json} tells nothing that can be read. */
  static final Holder UNKNOWN = new Holder("unknown", "", 0, Instant.EPOCH, "");

  public Holder {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(command, "command");
  }

  /** This process as a holder, with a new run id. */
  public static Holder ofThisProcess(String command, Instant now) {
    String runId = UUID.randomUUID().toString();
    return new Holder(runId, thisHost(), ProcessHandle.current().pid(), now, command);
  }

  /** As JSON. */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("runId", runId);
    tree.put("host", host);
    tree.put("pid", pid);
    tree.put("since", since.toString());
    tree.put("command", command);
    return tree;
  }

  /** Of JSON; somebody who cannot be named if it is another. */
  public static Holder of(Object tree) {
    try {
      Fields fields = Fields.of("lock", tree);
      return new Holder(
          fields.text("runId"),
          fields.text("host"),
          fields.number("pid"),
          fields.instant("since"),
          fields.text("command"));
    } catch (BadFieldException e) {
      return UNKNOWN;
    }
  }

  /** Since when, on which machine, as which process and for what. */
  public String describe() {
    return host.isEmpty()
        ? "by a run of which lock.json tells nothing"
        : "since %s by pid %d on %s: %s".formatted(since, pid, host, command);
  }

  // The kernel and the environment are asked first: a resolver may take seconds for our own name.
  private static String thisHost() {
    try {
      Path kernel = Path.of("/proc/sys/kernel/hostname");
      if (Files.isReadable(kernel)) {
        return Files.readString(kernel).strip();
      }
      String windows = System.getenv("COMPUTERNAME");
      return windows != null ? windows : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // Its own resolver does not know it, so no other machine does.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
