package alchemy.local.workerd;

import alchemy.local.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One workerd that runs one version of a Worker. */
final class WorkerProcess {
  // Cloudflare gives the start of a Worker a second of CPU time; a busy machine may need longer.
  private static final Duration START = Duration.ofSeconds(10);
  private static final Pattern LISTEN =
      Pattern.compile("\"socket\":\\s*\"http\",\\s*\"port\":\\s*(\\d+)");
  private static final String PREFIX = "service " + Capnp.MAIN + ": ";

  // workerd's control messages and what the Worker prints would share standard output, where a
  // Worker could write a control message of its own. So the shell turns the Worker's output to
  // standard error, and standard output carries control messages alone.
  private static final String SPLIT_OUTPUT = "exec \"$@\" 3>&1 1>&2";

  private final Process process;
  private final Children children;
  private final int port;

  private WorkerProcess(Process process, Children children, int port) {
    this.process = process;
    this.children = children;
    this.port = port;
  }

  /**
   * Starts a Worker and waits until it listens.
   *
   * @param log takes each line that it prints from now on
   * @throws WorkerRefusedException with workerd's message if it does not start
   */
  static WorkerProcess start(
      Path workerd, Children children, Path folder, WorkerSpec spec, Consumer<String> log) {
    try (var files = ConfigFolder.write(folder, spec)) {
      var builder =
          new ProcessBuilder(
              "/bin/sh",
              "-c",
              SPLIT_OUTPUT,
              "worker",
              workerd.toString(),
              "serve",
              files.config().toString(),
              "--control-fd=3");
      // Nothing of our environment is the Worker's business; the guard's shell needs its programs.
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      var process = children.start("workerd", builder);
      return new Starting(process, children, log).await();
    }
  }

  /** The loopback port that it listens on. */
  int port() {
    return port;
  }

  /** Calls back when it has ended, for whatever reason. */
  void onExit(Runnable then) {
    var unused = process.onExit().thenRun(then);
  }

  /** Lets open requests finish for at most the given time, then ends it. */
  void stop(Duration grace) {
    children.stop(process, grace);
  }

  /** The time between the start of the process and its first message. */
  private static final class Starting {
    private final Process process;
    private final Children children;
    private final Consumer<String> log;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private boolean ready;

    Starting(Process process, Children children, Consumer<String> log) {
      this.process = process;
      this.children = children;
      this.log = log;
    }

    WorkerProcess await() {
      var port = new CompletableFuture<Integer>();
      inBackground("workerd-control", () -> readControl(port));
      inBackground("workerd-log", this::readLog);
      try {
        int listening = port.get(START.toMillis(), TimeUnit.MILLISECONDS);
        release();
        return new WorkerProcess(process, children, listening);
      } catch (TimeoutException e) {
        children.stop(process, Duration.ZERO);
        throw new WorkerRefusedException(
            "Script startup exceeded its time limit: it was not ready after "
                + START.toSeconds()
                + " s.");
      } catch (ExecutionException e) {
        throw new WorkerRefusedException(message());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        children.stop(process, Duration.ZERO);
        throw new WorkerRefusedException("The start was interrupted.");
      }
    }

    private static void inBackground(String name, Runnable work) {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      thread.start();
    }

    private void readControl(CompletableFuture<Integer> port) {
      eachLine(
          process.getInputStream(),
          line -> {
            var listen = LISTEN.matcher(line);
            if (listen.find()) {
              port.complete(Integer.valueOf(listen.group(1)));
            }
          });
      port.completeExceptionally(new IOException("workerd ended"));
    }

    private void readLog() {
      eachLine(process.getErrorStream(), this::take);
      outputEnded.countDown();
    }

    private void take(String line) {
      if (LogLine.isNoise(line)) {
        return;
      }
      synchronized (this) {
        if (!ready) {
          lines.add(line);
          return;
        }
      }
      log.accept(LogLine.readable(line));
    }

    private synchronized void release() {
      ready = true;
      lines.forEach(line -> log.accept(LogLine.readable(line)));
      lines.clear();
    }

    private String message() throws WorkerRefusedException {
      try {
        outputEnded.await(START.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        int from = 0;
        while (from < lines.size() && !lines.get(from).startsWith(PREFIX)) {
          from++;
        }
        var said = lines.subList(from == lines.size() ? 0 : from, lines.size());
        var text = String.join("\n", said).replace(PREFIX, "").strip();
        return text.isEmpty() ? "workerd ended without a message." : text;
      }
    }
  }

  private static void eachLine(InputStream stream, Consumer<String> take) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        take.accept(line);
      }
    } catch (IOException e) {
      // A pipe of a process that was killed: its end is the end of its lines.
      if (!"Stream closed".equals(e.getMessage())) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
