package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.contract.Events;
import alchemy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is saved while {@code dev} serves is served soon, and a fault stops nothing. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("processes")
class ReloadTest {
  private static final String SCRIPT = "alchemy.run.java";
  private static final String SHOP = "src/shop.ts";

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Running dev;
  private String shop;
  private String mail;

  @BeforeAll
  void twoWorkersAreServed() throws Exception {
    Files.writeString(
        folder.resolve(SCRIPT),
        Library.DEPS
            + """
            //JAVA 17+
            import alchemy.*;
            import alchemy.cloudflare.*;

            class Infra {
                static int runs = 0;

                public static void main(String... args) {
                    Alchemy.run("saved", args, app -> {
                        runs++;
                        Worker.of("shop", "src/shop.ts", w -> w.bind("SIGN", "open"));
                        Worker.of("mail", "src/mail.ts");
                    });
                }
            }
            """);
    Files.createDirectory(folder.resolve("src"));
    save(SHOP, shop("'first ' + env.SIGN"));
    save("src/mail.ts", "let n = 0; export default { fetch: () => new Response(`mail ${++n}`) };");
    dev = new Shell(folder).start("dev");
    shop = url(dev.await("(shop)"));
    mail = url(dev.await("(mail)"));
    dev.await("serving until Ctrl-C");
  }

  @AfterAll
  void nothingIsLeft() throws Exception {
    List<ProcessHandle> family = dev.family();
    assertEquals(130, dev.stop("INT"));
    Running.awaitEnd(family, 5);
  }

  @Test
  @Order(1)
  @Execution(ExecutionMode.SAME_THREAD)
  void aSourceIsServedAndTheOtherWorkerGoesOn() throws Exception {
    assertEquals("first open", get(shop));
    assertEquals("mail 1", get(mail));
    dev.await("[mail] GET / 200 ");

    save(SHOP, shop("'second'"));
    dev.await("changed src/shop.ts");
    dev.await("updated   cloudflare:Worker \"shop\"");
    dev.await("done in");

    assertEquals("second", get(shop));
    assertEquals("mail 2", get(mail));
  }

  @Test
  @Order(2)
  @Execution(ExecutionMode.SAME_THREAD)
  void aSourceThatDoesNotBuildIsShownAndAFileThatWasMissingHealsIt() throws Exception {
    save(SHOP, "import { text } from './lib/text';\n" + shop("text"));
    dev.await("src/shop.ts:1:22: Could not resolve \"./lib/text\"");
    dev.await("The last good version serves on");
    assertEquals("second", get(shop));

    Files.createDirectory(folder.resolve("src/lib"));
    // As editors do that save beside and rename.
    save("src/lib/.text.ts.new", "export const text = 'third';");
    Files.move(
        folder.resolve("src/lib/.text.ts.new"),
        folder.resolve("src/lib/text.ts"),
        StandardCopyOption.ATOMIC_MOVE);
    dev.await("done in");
    assertEquals("third", get(shop));
  }

  @Test
  @Order(3)
  @Execution(ExecutionMode.SAME_THREAD)
  void whatAWorkerRefusesToStartWithIsShown() throws Exception {
    save(SHOP, "throw new Error('not today');\n" + shop("''"));
    dev.await("not today");
    dev.await("The last good version serves on");
    assertEquals("third", get(shop));
  }

  @Test
  @Order(4)
  @Execution(ExecutionMode.SAME_THREAD)
  void aScriptThatDoesNotCompileIsShownAndTheNextOneIsDeployed() throws Exception {
    String script = Files.readString(folder.resolve(SCRIPT));
    save(SHOP, shop("'fourth ' + env.SIGN"));
    dev.await("done in");

    save(SCRIPT, script.replace("Worker.of(\"mail\"", "Worker.off(\"mail\""));
    dev.await("The script does not compile.");
    dev.await("alchemy.run.java:13: error: cannot find symbol");
    dev.await("The last good version serves on");
    assertEquals("fourth open", get(shop));

    save(
        SCRIPT,
        script
            .replace("class Infra", "class Renamed")
            .replace("\"SIGN\", \"open\"", "\"SIGN\", \"closed, run \" + runs"));
    dev.await("done in");
    assertEquals("fourth closed, run 1", get(shop), "the script's statics are its own");

    save("Sign.java", "class Sign { static final String TEXT = \"sold\"; }");
    save(
        SCRIPT,
        script
            .replace("//DEPS", "//SOURCES Sign.java\n//DEPS")
            .replace("\"SIGN\", \"open\"", "\"SIGN\", Sign.TEXT")
            .replace(
                "\"src/mail.ts\");", "\"src/mail.ts\"); Worker.of(\"news\", \"src/mail.ts\");"));
    String news = url(dev.await("(news)"));
    assertEquals("fourth sold", get(shop));
    assertEquals("mail 1", get(news));
  }

  @Test
  @Order(5)
  @Execution(ExecutionMode.SAME_THREAD)
  void whenItIsKilledWhileItReloadsNothingGoesOnAndThePortsStay() throws Exception {
    save(SHOP, shop("'fifth'"));
    dev.await("changed src/shop.ts");
    List<ProcessHandle> family = dev.family();
    assertEquals(137, dev.stop("KILL"));
    Running.awaitEnd(family, 5);

    dev = new Shell(folder).start("dev", "--json");
    for (String each : List.of(shop, mail)) {
      assertEquals(each, ((Map<?, ?>) Json.read(dev.await("\"worker\""))).get("url"));
    }
    assertEquals("fifth", get(shop));
    dev.await("\"request\"");
    Events.check(dev.toString());
  }

  private static String shop(String answer) {
    return "export default { fetch: (_: Request, env: { SIGN: string }) => new Response("
        + answer
        + ") };\n";
  }

  private void save(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String url(String line) {
    assertTrue(line.startsWith("worker url: http://127.0.0.1:"), line);
    return line.split(" +")[2];
  }

  private String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
