package alchemy.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Body;
import alchemy.cli.Transcript;
import alchemy.json.Json;
import alchemy.local.Api;
import alchemy.net.Fault;
import alchemy.net.FaultyProxy;
import alchemy.net.SharedCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A local cloud behind a proxy that may change its answers, and commands of a script before it. */
@ExtendWith(SharedCloud.class)
@Execution(ExecutionMode.CONCURRENT)
abstract class TrapCase {
  private static final AtomicInteger APPS = new AtomicInteger();

  @TempDir Path folder;
  final String app = "trap" + APPS.incrementAndGet();
  FaultyProxy proxy;
  private Map<String, String> variables;
  private Body body = app -> {};

  @BeforeEach
  void aScript() throws IOException {
    proxy = new FaultyProxy(SharedCloud.cloud().variables().get("PRISMA_API_BASE_URL"));
    variables = proxy.over(SharedCloud.cloud().variables());
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("alchemy.run.java"), "");
    Files.writeString(
        folder.resolve("src/worker.ts"),
        "export default { fetch(): Response { return new Response(\"hello\"); } };\n");
  }

  @AfterEach
  void nothingStays() {
    proxy.clear();
    run(0, "destroy", "--yes");
    proxy.close();
  }

  static Api prisma() {
    return SharedCloud.cloud().prisma();
  }

  static Api cloudflare() {
    return SharedCloud.cloud().cloudflare();
  }

  /** The token of Prisma's API. */
  static String token() {
    return SharedCloud.cloud().variables().get("PRISMA_SERVICE_TOKEN");
  }

  /** From here on the script declares that. */
  void script(Body declares) {
    body = declares;
  }

  /** Runs a command, which must end with that code, and gives what it printed. */
  String run(int code, String... words) {
    Transcript transcript =
        new Transcript(folder)
            .variable("ALCHEMY_STAGE", "test")
            .variable("ALCHEMY_PASSWORD", "pw-of-the-traps-7")
            .script(app, body);
    variables.forEach(transcript::variable);
    assertEquals(code, transcript.run(words), transcript::text);
    return transcript.text();
  }

  /** An answer of the service with its tree changed. */
  @SuppressWarnings("unchecked")
  static Fault changed(Consumer<Map<String, Object>> change) {
    return Fault.rewritten(
        "application/json",
        text -> {
          Map<String, Object> tree = (Map<String, Object>) Json.read(text);
          change.accept(tree);
          return new String(Json.write(tree, false), java.nio.charset.StandardCharsets.UTF_8);
        });
  }

  /** A map inside of an answer. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> in(Map<String, Object> tree, String name) {
    return (Map<String, Object>) tree.get(name);
  }
}
