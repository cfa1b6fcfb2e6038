package alchemy.local.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.local.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One tab of a headless Chromium, driven through the protocol of its developer tools. */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium-headless-shell", "chrome-headless-shell", "chromium", "google-chrome");

  /** Why a test that needs one is skipped. */
  public static final String NONE = "NOT TESTED: no Chromium here; apt-get install " + NAMES.get(0);

  private static final Pattern LISTENS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final Map<String, Integer> CODES = Map.of("Tab", 9, "Enter", 13, "Escape", 27);
  private static final int SECONDS = 20;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<Map<?, ?>>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<String> faults = new ArrayList<>();
  private String session;

  private Browser(Process process, URI address) throws IOException {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Messages()).join();
    var target = call("Target.createTarget", Map.of("url", "about:blank")).get("targetId");
    session =
        (String)
            call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
    // What the page's script throws, and what its policy forbids, comes as events from now on.
    for (var each : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
      call(each, Map.of());
    }
  }

  /**
   * Starts it, its profile in a folder. Where there is none the test is skipped, and says so; a run
   * of all tests gets it first, if it may.
   */
  static Browser start(Path profile) throws IOException, InterruptedException {
    var program = find();
    if (program.isEmpty() && Boolean.getBoolean("tests.all") && find("apt-get").isPresent()) {
      new ProcessBuilder("apt-get", "install", "-y", "-qq", "--no-install-recommends", NAMES.get(0))
          .redirectErrorStream(true)
          .redirectOutput(profile.resolveSibling("apt.log").toFile())
          .start()
          .waitFor();
      program = find();
    }
    assumeTrue(program.isPresent(), NONE);
    var process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var listens = LISTENS.matcher(line);
      if (listens.find()) {
        var rest = new Thread(() -> lines.lines().forEach(each -> {}), "chromium-log");
        rest.setDaemon(true);
        rest.start();
        return new Browser(process, URI.create(listens.group(1)));
      }
    }
    throw new IOException("Chromium ended with " + process.waitFor());
  }

  /** The browser's program, if this machine has one. */
  public static Optional<Path> find() {
    return find(NAMES.toArray(new String[0]));
  }

  private static Optional<Path> find(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Goes to an address. */
  void open(URI address) throws IOException {
    call("Page.navigate", Map.of("url", address.toString()));
  }

  /** What an expression of the page is; a promise is waited for. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T evaluate(String expression) throws IOException {
    var answer =
        call(
            "Runtime.evaluate",
            Map.of(
                "expression",
                expression,
                "returnByValue",
                true,
                "awaitPromise",
                true,
                "allowUnsafeEvalBlockedByCSP",
                false)); // what it would forgive us, the page may not do
    if (answer.get("exceptionDetails") != null) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return (T) ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Waits until an expression holds, looking again at each frame. */
  void await(String expression) throws IOException {
    Boolean held =
        evaluate(
            """
            new Promise((done) => {
              const until = Date.now() + 10_000;
              const look = () => {
                if (%s) done(true);
                else if (Date.now() > until) done(false);
                else setTimeout(look, 20);
              };
              look();
            })
            """
                .formatted(expression));
    if (!held) {
      throw new AssertionError("never: " + expression + "\n" + evaluate("document.body.innerText"));
    }
  }

  /** Presses a key, as {@code a}, {@code Enter} or {@code Control+Enter}. */
  void press(String keys) throws IOException {
    var key = keys.replaceFirst("^(Control|Alt)\\+", "");
    int modifiers = keys.startsWith("Control+") ? 2 : keys.startsWith("Alt+") ? 1 : 0;
    Map<String, Object> event = new HashMap<>();
    event.putAll(Map.of("key", key, "modifiers", modifiers));
    // Keys that the browser itself acts on are known to it by number.
    event.put("windowsVirtualKeyCode", CODES.getOrDefault(key, 0));
    if (key.length() == 1) {
      event.put("text", key);
    }
    for (var type : List.of("keyDown", "keyUp")) {
      event.put("type", type);
      call("Input.dispatchKeyEvent", event);
    }
  }

  /** Types a text where the focus is. */
  void type(String text) throws IOException {
    call("Input.insertText", Map.of("text", text));
  }

  /** How wide the window is, and which colours its user prefers. */
  void look(int width, boolean dark) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** A picture of the whole page, as PNG. */
  byte[] picture() throws IOException {
    var answer = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    return Base64.getDecoder().decode((String) answer.get("data"));
  }

  /** What scripts threw and what was refused so far. */
  List<String> faults() {
    synchronized (faults) {
      return List.copyOf(faults);
    }
  }

  private Map<?, ?> call(String method, Map<String, ?> parameters) throws IOException {
    var answer = new CompletableFuture<Map<?, ?>>();
    int id = ids.incrementAndGet();
    asked.put(id, answer);
    var message = new HashMap<String, Object>();
    message.putAll(Map.of("id", id, "method", method, "params", parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    socket.sendText(new String(Json.write(message), StandardCharsets.UTF_8), true).join();
    try {
      var told = answer.get(SECONDS, TimeUnit.SECONDS);
      if (told.get("error") != null) {
        throw new IOException(method + ": " + told.get("error"));
      }
      return (Map<?, ?>) told.get("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method, e);
    }
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var message = (Map<?, ?>) Json.read(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
        take(message);
      }
      from.request(1);
      return null;
    }

    private void take(Map<?, ?> message) {
      var answered = message.get("id") instanceof Integer id ? asked.remove(id) : null;
      if (answered != null) {
        answered.complete(message);
      } else if (List.of("Runtime.exceptionThrown", "Log.entryAdded")
          .contains(message.get("method"))) {
        synchronized (faults) {
          faults.add(message.get("params").toString());
        }
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
