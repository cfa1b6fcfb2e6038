package alchemy.cli;

import alchemy.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What {@code dev} does while it serves: looks for changes and keys, and deploys again. A fault is
 * shown, and what was good last serves on. For one thread.
 */
final class DevServer {
  private static final Duration TICK = Duration.ofMillis(50);
  // Looking for changes takes at most a twentieth of the time.
  private static final int IDLE = 20;
  // An editor saves in several steps.
  private static final int MOST_STEPS = 20;
  private static final char END_OF_INPUT = 4;
  private static final String CLEAR = "\u001b[2J\u001b[3J\u001b[H";

  private final Invocation invocation;
  private final DevApp app;
  private final Report report;
  private final LocalCloud cloud;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final WatchedFiles files;
  private final Map<String, Runnable> pressed;
  private TerminalKeys keys;
  private Map<String, Object> shown = Map.of();
  private boolean deployed;
  private long next;

  /**
   * Watches from now on.
   *
   * @param watch false if files are not to be looked at
   */
  DevServer(
      Invocation invocation,
      DevApp app,
      Interrupts interrupts,
      Report report,
      LocalCloud cloud,
      boolean watch)
      throws IOException {
    this.invocation = invocation;
    this.app = app;
    this.report = report;
    this.cloud = cloud;
    this.files = watch ? new WatchedFiles(app.root().toRealPath(), invocation.scriptFile()) : null;
    this.pressed = table();
    interrupts.onInterrupt(() -> stop.complete(null));
  }

  /** Deploys, and serves until it is told to end. */
  void serve(Runnable first) throws IOException {
    try (TerminalKeys opened = TerminalKeys.open(invocation.terminal())) {
      keys = opened;
      first(first);
      while (!stop.isDone()) {
        press(keys == null ? 0 : invocation.terminal().key());
        watch();
        pause();
      }
    }
  }

  private void first(Runnable deploy) throws IOException {
    if (keys == null || files == null) {
      deploy.run();
      deployed();
      return;
    }
    attempt("", deploy::run);
  }

  private void deployed() throws IOException {
    if (files != null) {
      files.also(app.sources());
    }
    Map<String, Object> now = new LinkedHashMap<>(app.outputs());
    now.putAll(app.urls());
    if (!now.equals(shown)) {
      report.outputs(app.outputs());
      report.workers(app.urls());
    }
    if (!deployed) {
      report.note("page: " + cloud.page());
      if (files != null && files.isFull()) {
        report.note(
            "Of the script's folder only %,d files are watched, and what Workers were made of."
                .formatted(WatchedFiles.MOST));
      }
      report.note(keys == null ? "serving until Ctrl-C" : keyLine());
    }
    deployed = true;
    shown = now;
  }

  private void watch() throws IOException {
    if (files == null || System.nanoTime() < next) {
      return;
    }
    long since = System.nanoTime();
    Set<Path> changed = files.changed();
    next = System.nanoTime() + (System.nanoTime() - since) * IDLE;
    if (changed.isEmpty()) {
      return;
    }
    Set<Path> all = new TreeSet<>(changed);
    for (int i = 0; i < MOST_STEPS && !changed.isEmpty(); i++) {
      pause();
      changed = files.changed();
      all.addAll(changed);
    }
    boolean script =
        all.stream().map(Path::toString).anyMatch(each -> each.matches(".*\\.(java|jsh)"));
    Path root = app.root().toRealPath();
    String names =
        all.stream()
            .map(each -> root.relativize(each).toString())
            .collect(Collectors.joining(", "));
    again("changed " + names, script);
  }

  private void again(String why, boolean script) {
    attempt(
        why,
        () -> {
          if (script) {
            app.load();
          }
          app.deploy(declared -> {});
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private void attempt(String why, Work work) {
    report.again(why);
    try {
      work.run();
      deployed();
    } catch (IOException | RuntimeException | LinkageError e) {
      report.close();
      if (stop.isDone() || cloud.ended().isDone()) {
        return; // which is what failed it
      }
      if (!why.isEmpty()) {
        report.note(why);
      }
      new Failure(invocation).tell(e);
      report.note(
          deployed
              ? "The last good version serves on; the next change is tried when it is saved."
              : "Nothing serves yet; the next change is tried when it is saved.");
    }
  }

  private void press(char key) {
    char meant = key == '?' ? 'h' : key == END_OF_INPUT ? 'q' : key;
    pressed.forEach(
        (word, action) -> {
          if (word.charAt(0) == meant) {
            action.run();
          }
        });
  }

  private Map<String, Runnable> table() {
    Terminal terminal = invocation.terminal();
    Map<String, Runnable> table = new LinkedHashMap<>();
    table.put("redeploy", () -> again("", app.isCompiled()));
    table.put("open", () -> app.urls().values().stream().findFirst().ifPresent(this::open));
    table.put("psql", this::connections);
    table.put("clear", () -> terminal.control(CLEAR));
    table.put("quit", () -> stop.complete(null));
    table.put("help", () -> report.note(keyLine()));
    return table;
  }

  // Each key is the first letter of its word.
  private String keyLine() {
    return pressed.keySet().stream()
        .map(word -> word.charAt(0) + " " + word)
        .collect(Collectors.joining(", ", "keys: ", ""));
  }

  private void connections() {
    Map<String, Secret> all = app.connections();
    if (all.isEmpty()) {
      report.note("The script declares no connection to a database.");
    }
    all.forEach(
        (id, string) ->
            invocation.terminal().reveal("psql '" + string.unencrypted() + "'  # " + id));
  }

  private void open(String url) {
    String system = System.getProperty("os.name");
    List<String> opener =
        system.startsWith("Windows")
            ? List.of("cmd", "/c", "start", "", url)
            : List.of(system.startsWith("Mac") ? "open" : "xdg-open", url);
    try {
      new ProcessBuilder(opener)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      report.note("There is no " + opener.get(0) + " here to open " + url + " with.");
    }
  }

  private void pause() {
    try {
      CompletableFuture.anyOf(stop, cloud.ended()).get(TICK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // as nearly always
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    if (!stop.isDone()) {
      cloud.await(); // throws why it did not start, if it did not
      throw new LocalCloudFailedException(
          "The local cloud ended by itself.", "What it said is above.");
    }
  }
}
