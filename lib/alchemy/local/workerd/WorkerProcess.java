package alchemy.local.workerd;

import alchemy.local.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One workerd that runs one version of a Worker. */
final class WorkerProcess {
  // Cloudflare gives the start of a Worker a second of CPU time; a busy machine may need longer.
  static final Duration START = Duration.ofSeconds(10);
  private static final Pattern LISTEN =
      Pattern.compile("\"socket\":\\s*\"([a-z-]+)\",\\s*\"port\":\\s*(\\d+)");
  private static final String PREFIX = "service " + Launch.MAIN + ": ";

  // workerd's control messages and what the Worker prints would share standard output, where a
  // Worker could write a control message of its own. So the shell turns the Worker's output to
  // standard error, and standard output carries control messages alone.
  private static final String SPLIT_OUTPUT = "exec \"$@\" 3>&1 1>&2";

  private final Process process;
  private final Children children;
  private final int port;
  private final Path socket;

  private WorkerProcess(Process process, Children children, int port, Path socket) {
    this.process = process;
    this.children = children;
    this.port = port;
    this.socket = socket;
  }

  /**
   * Starts processes of one fleet.
   *
   * @param folder where configurations are while workerd starts, and where processes meet
   */
  record Starter(Supplier<Path> workerd, Children children, Path folder) {
    /**
     * Starts a process and waits until it listens.
     *
     * @param log takes each line that it prints from now on
     * @throws WorkerRefusedException with workerd's message if it does not start
     */
    WorkerProcess start(Launch launch, Consumer<String> log) {
      try (var files = ConfigFolder.write(folder, launch)) {
        var socket = Sockets.fresh();
        var command = new ArrayList<>(List.of("/bin/sh", "-c", SPLIT_OUTPUT, "worker"));
        command.addAll(List.of(workerd.get().toString(), "serve", files.config().toString()));
        command.addAll(List.of("--control-fd=3", "--debug-port=" + Sockets.address(socket)));
        if (launch.experimental()) {
          command.add("--experimental");
        }
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        // Nothing of our environment is the Worker's business; the guard's shell needs programs.
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        var process = children.start("workerd", builder);
        return new Starting(process, children, folder.resolve(socket), log).await();
      }
    }
  }

  /** The loopback port that it listens on; 0 if it has none. */
  int port() {
    return port;
  }

  /** Lets other processes find this one, and not the one before, by the name of a socket. */
  void publish(String name) {
    try {
      Files.move(
          socket,
          socket.resolveSibling(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls back when it has ended, for whatever reason. */
  void onExit(Runnable then) {
    var unused = process.onExit().thenRun(then);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets open requests finish for at most the given time, then ends it. */
  void stop(Duration grace) {
    children.stop(process, grace);
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time between the start of the process and its first message. */
  private static final class Starting {
    private final Process process;
    private final Children children;
    private final Path socket;
    private final Consumer<String> log;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private boolean ready;

    Starting(Process process, Children children, Path socket, Consumer<String> log) {
      this.process = process;
      this.children = children;
      this.socket = socket;
      this.log = log;
    }

    WorkerProcess await() {
      var port = new CompletableFuture<Integer>();
      inBackground("workerd-control", () -> readControl(port));
      inBackground("workerd-log", this::readLog);
      try {
        int listening = port.get(START.toMillis(), TimeUnit.MILLISECONDS);
        release();
        return new WorkerProcess(process, children, listening, socket);
      } catch (TimeoutException e) {
        children.stop(process, Duration.ZERO);
        throw WorkerRefusedException.notReady();
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
      var http = new AtomicInteger();
      eachLine(
          process.getInputStream(),
          line -> {
            var listen = LISTEN.matcher(line);
            if (listen.find()) {
              // The socket of the other processes is the last that it opens.
              if (listen.group(1).equals("http")) {
                http.set(Integer.parseInt(listen.group(2)));
              } else {
                port.complete(http.get());
              }
            }
          });
      port.completeExceptionally(new IOException("workerd ended"));
    }

    private void readLog() {
      eachLine(process.getErrorStream(), this::take);
      outputEnded.countDown();
    }

    private void take(String line) {
      if (WorkerLog.isNoise(line)) {
        return;
      }
      synchronized (this) {
        if (!ready) {
          lines.add(line);
          return;
        }
      }
      log.accept(line);
    }

    private synchronized void release() {
      ready = true;
      lines.forEach(log);
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
