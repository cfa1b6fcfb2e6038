package alchemy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Child processes that cannot outlive this one, not even when it is killed with SIGKILL.
 *
 * <p>A child is started through a small shell, in a session of its own (so a Ctrl-C in the terminal
 * reaches us alone, and we stop children in our order). Before the shell becomes the child, it
 * leaves behind a <em>guard</em>: a shell that only reads a pipe from us. The pipe ends when we
 * close it (that is {@link #stop}), and the kernel ends it when we die in whatever way. The guard
 * then sends the child its signal, and SIGKILL if it is still there five seconds later.
 *
 * <p>The guard stays in the child's process group. So the child's pid cannot be given to another
 * process while a guard may still signal it. {@code Process.pid()} is the child's own.
 */
public final class Children implements AutoCloseable {
  // Of 20 ms each.
  private static final int LAST_GRACE_STEPS = 250;

  // $$ is the pid of the outer shell, which exec turns into the child. The guard is started from a
  // subshell that ends at once: else the child would be its parent, and PostgreSQL takes the end of
  // a child that it does not know for a crash. The guard lets go of the child's output, whose
  // reader would otherwise never see its end.
  private static final String GUARDED =
      "signal=$1; shift; exec 3<&0;"
          + " ( { read -r line <&3; exec 3<&-;"
          + " kill -s \"$signal\" $$ || exit 0; n=0;"
          + " while kill -0 $$ && [ $n -lt "
          + LAST_GRACE_STEPS
          + " ]; do sleep 0.02; n=$((n+1)); done;"
          + " kill -s KILL $$; } </dev/null >/dev/null 2>&1 & );"
          + " exec \"$@\" </dev/null 3<&-";

  private final List<Process> started = new CopyOnWriteArrayList<>();
  private boolean closed;

  /** Starts a child that SIGTERM stops. Its standard input is empty; the rest is the builder's. */
  public Process start(String name, ProcessBuilder builder) {
    return start(name, builder, "TERM");
  }

  /**
   * Starts a child.
   *
   * @param name what error messages call it
   * @param builder command, environment, folder and outputs; its command is changed by this call
   * @param signal the name of the signal that stops it, without {@code SIG}
   * @throws ChildNotStartedException if the process cannot be started
   * @throws StoppedException after {@link #close}
   */
  public synchronized Process start(String name, ProcessBuilder builder, String signal) {
    if (closed) {
      throw new StoppedException();
    }
    var command = new ArrayList<>(ownSession());
    command.addAll(List.of("/bin/sh", "-c", GUARDED, name, signal));
    command.addAll(builder.command());
    builder.command(command).redirectInput(ProcessBuilder.Redirect.PIPE);
    try {
      var process = builder.start();
      // Those that ended by themselves are of no use any more.
      started.removeIf(before -> !before.isAlive());
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new ChildNotStartedException(name, e);
    }
  }

  /** Stops a child with its signal, and with SIGKILL when that takes longer than the grace. */
  public void stop(Process process, Duration grace) {
    closeInput(process);
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops all children side by side; each has two seconds. */
  @Override
  public void close() {
    List<Process> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(started);
    }
    all.forEach(Children::closeInput);
    all.forEach(process -> stop(process, Duration.ofSeconds(2)));
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is broken only when the guard is gone, so that nobody else would stop the child.
      process.destroy();
    }
  }

  private static List<String> ownSession() {
    for (var setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(setsid))) {
        return List.of(setsid);
      }
    }
    // macOS has no setsid command.
    return Files.isExecutable(Path.of("/usr/bin/perl"))
        ? List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die")
        : List.of();
  }
}
