package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Alchemy;
import alchemy.App;
import alchemy.Body;
import alchemy.Secret;
import alchemy.Settings;
import alchemy.cloudflare.Binding;
import alchemy.cloudflare.KVNamespace;
import alchemy.cloudflare.Worker;
import alchemy.cloudflare.WorkerTypes;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code types} writes beside a Worker's sources. */
class WorkerFilesTest {
  private static final String FILE = "src/worker-configuration.d.ts";

  @TempDir Path folder;

  @BeforeEach
  void sources() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Files.createDirectory(folder.resolve("src"));
  }

  @Test
  void theInterfaceHasATypeForEachBindingInWranglersOrder() throws IOException {
    run(
        0,
        app -> {
          var other = Worker.of("other", "src/lib/other.ts", w -> w.types(false));
          Worker.of(
              "worker",
              "src/worker.ts",
              w ->
                  w.bind("SECRET", Secret.of("a secret of this test"))
                      .bind("STAGE", app.stage())
                      .bind("LINK", "postgres://u:a secret of this test@h")
                      .bind("SITE", "https://" + app.stage() + ".example.com")
                      .bind("TEXT", "it's \"so\"")
                      .bind("REGION", Alchemy.envText("REGION", "eu"))
                      .bind("COUNT", 3)
                      .bind("ON", true)
                      .bind("OPTIONS", Map.of("sizes", List.of(1, 2.5)))
                      .bind("LATER", other::url)
                      .bind("COUNTER", Binding.durableObject("Counter"))
                      .bind("ROOM", Binding.durableObject("Room", "chat"))
                      .bind("THEIRS", Binding.durableObject("Clock", other))
                      .bind("OTHER", other)
                      .bind("ADMIN", Binding.service(other).entrypoint("Admin"))
                      .bind("ELSE", Binding.service("elsewhere"))
                      .bind("SELF", Worker.named("worker"))
                      .bind("FLOW", Binding.workflow("flow", "Flow"))
                      .bind("OLD", Binding.inherit())
                      .bind("KEY", Binding.secretKey("HMAC", "raw", Secret.of("AAAA"), "sign"))
                      .bind("AI", Binding.ai())
                      .bind("KV", KVNamespace.of("kv")));
        });
    assertEquals(
        """
        interface __BaseEnv_Env {
        \tKV: KVNamespace;
        \tAI: Ai;
        \tKEY: CryptoKey;
        \tOLD: unknown;
        \tSTAGE: string;
        \tLINK: string;
        \tSITE: string;
        \tTEXT: "it's \\"so\\"";
        \tREGION: string;
        \tCOUNT: 3;
        \tON: true;
        \tOPTIONS: {"sizes":[1,2.5]};
        \tLATER: string;
        \tSECRET: string;
        \tCOUNTER: DurableObjectNamespace<import("./worker").Counter>;
        \tROOM: DurableObjectNamespace /* Room from chat */;
        \tTHEIRS: DurableObjectNamespace<import("./lib/other").Clock>;
        \tOTHER: Service<typeof import("./lib/other").default>;
        \tADMIN: Service<typeof import("./lib/other").Admin>;
        \tELSE: Fetcher /* elsewhere */;
        \tSELF: Service<typeof import("./worker").default>;
        \tFLOW: Workflow<Parameters<import("./worker").Flow['run']>[0]['payload']>;
        }
        declare namespace Cloudflare {
        \tinterface GlobalProps {
        \t\tmainModule: typeof import("./worker");
        \t\tdurableNamespaces: "Counter";
        \t}
        \tinterface Env extends __BaseEnv_Env {}
        }
        interface Env extends __BaseEnv_Env {}
        """,
        between("interface __", "type StringifyValues"));
    assertTrue(
        text()
            .contains(
                "Pick<Cloudflare.Env, \"STAGE\" | \"LINK\" | \"SITE\" | \"TEXT\" | \"REGION\""),
        this::text);
    assertFalse(text().contains("a secret of this test"));
  }

  @Test
  void severalFilesOfOneProgramHaveEachTheirOwnInterface() throws IOException {
    Files.createDirectory(folder.resolve("src/admin"));
    Body body =
        app -> {
          Worker.of(
              app.scope("one"), "api", "src/api.ts", w -> w.bind("SHARED", "a").bind("ONE", "x"));
          Worker.of(app.scope("two"), "api", "src/api.ts", w -> w.bind("SHARED", "b"));
          Worker.of("admin", "src/admin/front-door.ts", w -> w.bind("ON", true));
          Worker.of("script", w -> w.script("export default {}").bind("NONE", "x"));
          Worker.of("plain", "src/plain.js", w -> w.bind("NONE", "x"));
        };
    run(0, body);
    String api = "\ninterface ApiEnv {\n\tSHARED: \"a\" | \"b\";\n\tONE?: \"x\";\n}\n";
    assertTrue(text().endsWith(api), this::text);
    String admin = read("src/admin/worker-configuration.d.ts");
    assertTrue(admin.contains("\ninterface FrontDoorEnv {\n\tON: true;\n}\ndeclare module"), admin);
    // With a program of its own it has the usual names.
    Files.createFile(folder.resolve("src/admin/tsconfig.json"));
    run(0, body);
    assertTrue(read("src/admin/worker-configuration.d.ts").contains("\ninterface Env extends "));
    assertTrue(text().contains("\ninterface Env extends "));
  }

  @Test
  void aFileThatIsRightOrSomebodyElsesIsNotTouched() throws IOException {
    Body body = app -> Worker.of("worker", "src/worker.ts", w -> w.bind("A", "a"));
    assertEquals("wrote " + FILE + "\n", run(0, body));
    Path file = folder.resolve(FILE);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
    assertEquals(FILE + " is up to date\n", run(0, body));
    assertEquals(1000, Files.getLastModifiedTime(file).toMillis());

    Files.writeString(file, "// Generated by Wrangler\n");
    String refused = run(1, body);
    assertTrue(refused.contains(FILE + " is not ours and stays as it is"), refused);
    assertEquals("// Generated by Wrangler\n", text());
    Files.delete(file);
    run(0, app -> Worker.of("worker", "src/worker.ts", w -> w.bind("A", "a").types(false)));
    assertFalse(Files.exists(file));
    String missing = run(1, app -> Worker.of("worker", "nowhere/worker.ts", w -> w.bind("A", "a")));
    assertTrue(missing.contains("nowhere/worker-configuration.d.ts cannot be written"), missing);
  }

  @Test
  void typesThatOnlyADeployCanKnowAndIdsThatNobodyHasAreRefused() {
    Body body = app -> Worker.of("worker", "src/worker.ts", w -> w.bind("A", "a"));
    String eager =
        run(
            3,
            app -> {
              var first = Worker.of("first", w -> w.script("export default {}"));
              Worker.of("worker", "src/worker.ts", w -> w.bind("URL", first.url()));
            });
    assertTrue(eager.contains("what only a deploy can know"), eager);
    String early = run(3, body, "--wrangler");
    assertTrue(early.contains("has no Worker whose ids"), early);
    assertFalse(Files.exists(folder.resolve(FILE)));
  }

  @Test
  void whatIsAskedLaterHasTheTypeThatItHadWhenItWasDeployed() {
    Map<String, Object> asked = new LinkedHashMap<>();
    Map<String, Object> applied = new LinkedHashMap<>();
    Object known = Map.of("type", "json", "json", Map.of("size", 3, "names", List.of("a")));
    Supplier<Object> later = () -> known;
    asked.put("MAP", later);
    applied.put("MAP", known);
    asked.put("PART", Map.of("type", "json", "json", Map.of("size", later, "on", true)));
    applied.put("PART", Map.of("type", "json", "json", Map.of("size", 3, "on", true)));
    asked.put("TEXT", later);
    applied.put("TEXT", "a");
    asked.put("NEW", later);
    var worker =
        new WorkerTypes.Source(
            "worker", Map.of("main", "worker.ts", "bindings", asked), Map.of("bindings", applied));
    assertTrue(worker.asks());
    String types = WorkerTypes.of(folder, Set.of(), List.of(worker)).get(WorkerTypes.FILE);
    for (String each :
        List.of("\"size\":number", "\"names\":unknown[]", "TEXT: string;", "NEW: string;")) {
      assertTrue(types.contains(each), types);
    }
    assertTrue(types.contains("\"on\":true"), types);
  }

  @Test
  void aWorkerMayStartOutsideOfTheScriptsFolder() throws IOException {
    Path app = Files.createDirectories(folder.resolve("infra"));
    Path api = Files.createDirectories(folder.resolve("packages/api"));
    Files.createFile(app.resolve("alchemy.run.java"));
    Files.createFile(api.resolve("tsconfig.json"));
    folder = app;
    String main = folder.resolve("own.ts").toString();
    run(
        0,
        any -> {
          var own = Worker.of("own", main, w -> {});
          Worker.of("api", "../packages/api/worker.ts", w -> w.bind("OWN", own));
        });
    String types = Files.readString(api.resolve(WorkerTypes.FILE));
    assertTrue(types.contains("OWN: Service<typeof import(\"../../infra/own\").default>"), types);
    assertTrue(read(WorkerTypes.FILE).contains("mainModule: typeof import(\"./own\")"));
  }

  @Test
  void typesOfAWorkerThatMovedAwayAreDeletedIfTheyAreOurs() throws IOException {
    for (String each : List.of("other", "theirs", "app", "app/sub", "node_modules")) {
      Files.createDirectories(folder.resolve(each));
    }
    Files.createFile(folder.resolve("app/tsconfig.json"));
    String theirs = "theirs/" + WorkerTypes.FILE;
    Files.writeString(folder.resolve(theirs), "// Generated by Wrangler\n");
    run(0, app -> Worker.of("worker", "src/worker.ts", w -> w.bind("A", "a")));
    for (String each : List.of("app/sub/", "node_modules/")) {
      Files.copy(folder.resolve(FILE), folder.resolve(each + WorkerTypes.FILE));
    }
    String moved = run(0, app -> Worker.of("worker", "other/worker.ts", w -> w.bind("A", "b")));
    assertEquals(
        "wrote other/"
            + WorkerTypes.FILE
            + "\n"
            + "deleted "
            + FILE
            + ": no Worker starts beside it any more\n",
        moved);
    assertFalse(Files.exists(folder.resolve(FILE)));
    for (String each : List.of(theirs, "app/sub/" + WorkerTypes.FILE)) {
      assertTrue(Files.exists(folder.resolve(each)), each);
    }
    assertTrue(Files.exists(folder.resolve("node_modules/" + WorkerTypes.FILE)));
  }

  @Test
  void programsHearOfEachFile() {
    Body body = app -> Worker.of("worker", "src/worker.ts", w -> w.bind("A", "a"));
    String first = run(0, body, "--json");
    assertTrue(first.contains("\"event\":\"file\""), first);
    assertTrue(first.contains("\"path\":\"" + FILE + "\""), first);
    assertTrue(first.contains("\"outcome\":\"written\""), first);
    String second = run(0, body, "--json");
    assertTrue(second.contains("\"outcome\":\"same\""), second);
  }

  /** In place of a service: it takes all there is. */
  private static final class Deployed implements Provider<Deployed.Props, Deployed.Outputs> {
    record Props(String main, Boolean cache) {}

    record Outputs(String id, String compatibilityDate) {}

    static final class Given extends Settings<Given> {
      Given(String main) {
        super("Worker");
        set("cache", true);
        if (main != null) {
          set("main", main);
        }
      }
    }

    static void of(App app, String id, String main) {
      app.declare(id, new Deployed(), new Given(main), any -> {});
    }

    @Override
    public String type() {
      return "cloudflare:Worker";
    }

    @Override
    public Outputs create(Context context, Props wanted) {
      context.saved(context.name(), Map.of());
      return new Outputs(context.name(), "2026-11-01");
    }

    @Override
    public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
      return Optional.of(existing.outputs());
    }

    @Override
    public List<Candidate> find(Context context, Props wanted) {
      return List.of();
    }

    @Override
    public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
      return existing.outputs();
    }

    @Override
    public void delete(Context context, Existing<Props, Outputs> existing) {}
  }

  @Test
  void aConfigurationIsWrittenOfWhatLiesInFilesAndNamesWhatItLeavesOut() {
    Body one =
        app -> {
          Deployed.of(app, "first", "src/first.js");
          Deployed.of(app, "inline", null);
        };
    command(0, one, "deploy", "--quiet");
    String skipped = "! inline has its code in the script, so wrangler cannot have it\n";
    assertEquals("wrote wrangler.jsonc\n" + skipped, run(0, one, "--wrangler"));
    assertTrue(read("wrangler.jsonc").contains("// Nothing here can say: cache\n"));
    Body two =
        app -> {
          one.run(app);
          Deployed.of(app, "second", "src/second.js");
        };
    command(0, two, "deploy", "--quiet");
    String left = "! wrangler.jsonc is left from when there was one Worker; delete it\n";
    String both = run(0, two, "--wrangler");
    assertTrue(both.contains(skipped) && both.contains(left), both);
    assertTrue(both.contains("wrote wrangler.first.jsonc\nwrote wrangler.second.jsonc\n"), both);
  }

  @Test
  void aDeployThatSucceededIsNoFailureForItsTypes() {
    String told = command(0, app -> Deployed.of(app, "odd", "src/\0.ts"), "deploy", "--yes");
    assertTrue(
        told.contains("! The types of what Workers find in their env were not written"), told);
  }

  private String run(int code, Body body, String... more) {
    String[] words = new String[more.length + 1];
    words[0] = "types";
    System.arraycopy(more, 0, words, 1, more.length);
    return command(code, body, words);
  }

  private String command(int code, Body body, String... words) {
    var transcript = new Transcript(folder).script("shop", body).variable("ALCHEMY_STAGE", "test");
    assertEquals(code, transcript.run(words), transcript::text);
    String text = transcript.text();
    return text.substring(text.indexOf('\n') + 1, text.lastIndexOf("exit "));
  }

  private String text() {
    return read(FILE);
  }

  private String between(String from, String to) {
    String text = text();
    return text.substring(text.indexOf(from), text.indexOf(to));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
