package alchemy.local;

import alchemy.AlchemyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * The process of the local cloud: {@code alchemy.local.Main --data DIR [--parent-pipe] [--port N]
 * [--json] [--log] [--latency TIME] [--fail RULE]… [--drop-after RULE]…}. It tells how to reach it,
 * then serves until its parent's pipe or a signal ends it; then PostgreSQL and all Workers are
 * stopped. A second process with the same data folder tells how to reach the first, owns nothing
 * and stops nothing.
 *
 * <p>It starts fastest with {@code -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto}.
 *
 * <p>Exit codes: 0 when the pipe ended, 1 failed, 2 wrong arguments, 4 data folder held by a
 * process that does not get ready, 130 and 143 after SIGINT and SIGTERM.
 */
public final class Main {
  private Main() {}

  /** Runs the process. */
  public static void main(String... args) {
    var stderr = new Terminal(System.out, System.err, false);
    try {
      var options = Options.parse(args);
      run(options, new Terminal(System.out, System.err, options.json()));
    } catch (StoppedException e) {
      // The end is under way on another thread, with its own exit code.
      awaitForever();
    } catch (AlchemyException e) {
      stderr.failed(e.getMessage());
      System.exit(e.exitCode());
    } catch (UncheckedIOException e) {
      stderr.failed("The local cloud failed.\n  " + e.getCause());
      System.exit(1);
    } catch (RuntimeException | Error e) {
      // Without an end here the server's threads would keep a half-started process alive.
      stderr.failed("The local cloud failed. This is a bug in Alchemy for Java.\n  " + e);
      for (var frame : e.getStackTrace()) {
        stderr.failed("    at " + frame);
      }
      System.exit(1);
    }
  }

  private static void run(Options options, Terminal terminal) {
    if (options.parentPipe()) {
      // Before the start, so that a parent that dies during it ends us as well.
      exitWithParent();
    }
    var folder = DataFolder.open(options.data());
    if (folder.owner().isPresent()) {
      var owner = folder.owner().get();
      if (options.faults().any()) {
        throw new UsageException(
            "the local cloud of this data folder runs already, as pid " + owner.pid(),
            "What is to go wrong is said when it starts: end that one first.");
      }
      terminal.ready(owner, true);
      ProcessHandle.of(owner.pid()).ifPresent(process -> process.onExit().join());
      throw new OwnerEndedException(owner.pid());
    }
    var cloud = new LocalCloud();
    // The one place where things are stopped, whatever ends the process.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    cloud.close();
                  } finally {
                    folder.close();
                  }
                },
                "stop"));
    var ready =
        cloud.start(
            options.data(),
            options.port(),
            terminal,
            options.faults(),
            options.log() ? terminal::note : line -> {});
    folder.ready(new Store(options.data()), ready);
    terminal.ready(ready, false);
    awaitForever();
  }

  private static void exitWithParent() {
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // What the parent writes means nothing; only the end counts.
                }
              } catch (IOException e) {
                System.err.println("the parent's pipe broke: " + e.getMessage());
              }
              System.exit(0);
            },
            "parent-pipe");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
