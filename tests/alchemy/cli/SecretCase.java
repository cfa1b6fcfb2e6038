package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Alchemy;
import alchemy.App;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.http.Endpoint;
import alchemy.secrets.Canary;
import alchemy.secrets.Safe;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that repeats all that it hears, a script with secrets wherever one can stand, and the
 * search for them in whatever was printed or written.
 */
abstract class SecretCase {
  private static final String NOTHING_THERE =
      "{\"data\":[{\"id\":\"wksp_c4k8jxh003ud7kpud7bkn3ck3\",\"name\":\"mine\"}],"
          + "\"pagination\":{\"hasMore\":false,\"nextCursor\":null},"
          + "\"success\":true,\"errors\":[],\"messages\":[],\"result\":[]}";

  @TempDir Path folder;
  final List<Canary> canaries = new ArrayList<>();
  final List<String> seen = new ArrayList<>();
  final Map<String, String> values = new LinkedHashMap<>();
  final List<String> heard = new ArrayList<>();
  Transcript transcript;
  HttpServer service;
  volatile int status = 400;
  volatile boolean reads;
  String fails;
  int form;

  /** The shapes of a secret: every third of them, all in the full run. */
  static Stream<Integer> forms() {
    int step = Boolean.getBoolean("tests.all") ? 1 : 3;
    return IntStream.range(0, Canary.AROUND.size()).filter(each -> each % step == 0).boxed();
  }

  @BeforeEach
  void aServiceThatRepeatsAllItHears() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::repeat);
    service.start();
    Files.createFile(folder.resolve("alchemy.run.java"));
    String url = "http://127.0.0.1:" + service.getAddress().getPort();
    transcript =
        new Transcript(folder)
            .variable("ALCHEMY_STAGE", "local")
            .variable("PRISMA_API_BASE_URL", url)
            .variable("CLOUDFLARE_API_BASE_URL", url)
            .variable("CLOUDFLARE_ACCOUNT_ID", "0123456789abcdef0123456789abcdef");
    Safe.midway = call -> look("the middle of " + call);
  }

  @AfterEach
  void nothingIsSeen() {
    service.stop(0);
    Safe.midway = call -> {};
    assertEquals(List.of(), seen.stream().distinct().limit(5).toList());
  }

  void safes(App app) {
    Secret token = Alchemy.env("FROM_PROCESS");
    for (String each : List.of("lock", "label", "list", "map", "inner", "output", "name")) {
      values.computeIfAbsent(each, this::value);
    }
    Secret lock = Secret.of(values.get("lock"));
    Secret label = Secret.of(values.get("label"));
    Secret list = Secret.of(values.get("list"));
    Secret map = Secret.of(values.get("map"));
    Secret inner = Secret.of(values.get("inner"));
    var safe =
        Resource.of(
            "safe",
            new Safe(),
            () ->
                new Safe.Props(
                    Secret.format("<%s %s>", lock, token),
                    "a label with " + label.unencrypted(),
                    List.of(list, "text " + list.unencrypted(), List.of(list)),
                    Map.of("secret", map, "text", map.unencrypted(), "deep", Map.of("s", map)),
                    new Safe.Inner(inner.map(text -> text + "!"), "in " + inner.unencrypted()),
                    fails,
                    token,
                    true));
    app.output("secret", Secret.of(values.get("output")));
    app.output("text", "it is " + Secret.of(values.get("output")).unencrypted());
    app.output("key", () -> safe.output().key());
    app.output("url", () -> safe.output().url());
    app.output("all", () -> List.of(safe.output().inner(), safe.output().list()));
    app.output("path", () -> Endpoint.encode(safe.output().key().unencrypted()));
    if (!Alchemy.envText("FROM_DOT_ENV", "").isEmpty()) {
      app.output("dot", Alchemy.env("FROM_DOT_ENV"));
    }
  }

  void inDotEnv() throws IOException {
    transcript.variable("FROM_PROCESS", value("FROM_PROCESS"));
    String quoted =
        value("FROM_DOT_ENV")
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "");
    Files.writeString(folder.resolve(".env"), "FROM_DOT_ENV=\"" + quoted + "\"\n");
  }

  String value(String place) {
    Canary canary = Canary.of(place, form);
    canaries.add(canary);
    return canary.text();
  }

  void run(int expected, String... words) {
    assertEquals(expected, run(words), transcript::text);
  }

  int run(String... words) {
    int code = transcript.run(words);
    seen.addAll(Canary.seen(canaries, "the output of " + String.join(" ", words), bytes()));
    look("the files after " + String.join(" ", words));
    return code;
  }

  byte[] bytes() {
    return transcript.text().getBytes(StandardCharsets.UTF_8);
  }

  private void look(String when) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (!each.getFileName().toString().endsWith(".env")) {
          String where = when + ", " + folder.relativize(each);
          seen.addAll(Canary.seen(canaries, where, Files.readAllBytes(each)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void repeat(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    synchronized (heard) {
      heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }
    if (reads && exchange.getRequestMethod().equals("GET")) {
      answer(exchange, 200, NOTHING_THERE.getBytes(StandardCharsets.UTF_8));
      return;
    }
    String said = "you said " + token + " and " + body;
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    if (status == 403) {
      answer.writeBytes(said.getBytes(StandardCharsets.UTF_8)); // no JSON
    } else {
      answer.writeBytes(
          alchemy.json.Json.write(
              Map.of(
                  "error", Map.of("code", "no", "message", said),
                  "errors", List.of(Map.of("code", 10_000L, "message", said)),
                  "messages", List.of(),
                  "success", status < 300),
              false));
    }
    exchange
        .getResponseHeaders()
        .set("Location", "https://example.com/?token=" + Endpoint.encode(token));
    answer(exchange, status, answer.toByteArray());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
