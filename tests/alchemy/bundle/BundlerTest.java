package alchemy.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.fetch.NpmInstall;
import alchemy.fetch.PgProject;
import alchemy.fetch.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real esbuild. */
class BundlerTest {
  @TempDir Path temporary;
  private Path root;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void aProject() throws IOException {
    root = Files.createDirectories(temporary.resolve("project"));
  }

  private void write(String file, String... lines) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), String.join("\n", lines) + "\n");
  }

  // An hour ahead, so that the files of a test are old enough to be remembered.
  private Bundler bundler() {
    return new Bundler(
        this::countedEsbuild,
        folder -> NpmInstall.standard(progress::add).ensure(folder),
        temporary.resolve("memos"),
        Clock.offset(Clock.systemUTC(), Duration.ofHours(1)),
        progress::add);
  }

  private Path countedEsbuild() {
    Path counted = temporary.resolve("esbuild");
    try {
      String real = Tools.standard(progress::add).esbuild().toString();
      Files.writeString(
          counted, "#!/bin/sh\necho run >> '%s'\nexec '%s' \"$@\"\n".formatted(runs(), real));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertTrue(counted.toFile().setExecutable(true));
    return counted;
  }

  private Path runs() {
    return temporary.resolve("runs");
  }

  private Bundle bundle(String entryPoint) {
    return bundle(entryPoint, BundleOptions.standard());
  }

  private Bundle bundle(String entryPoint, BundleOptions options) {
    return bundler().bundle(root, Path.of(entryPoint), options);
  }

  private static String text(Bundle bundle) {
    return new String(bundle.main().content(), StandardCharsets.UTF_8);
  }

  @Test
  void aTypeScriptWorkerWithAnNpmPackageBecomesOneModuleTheSameAnywhere() throws Exception {
    PgProject.create(root);
    write(
        "src/worker.ts",
        "import { Client } from 'pg';",
        "import { promises } from 'fs';",
        "import { readFile } from 'fs/promises';",
        "import { answer } from './answer';",
        "export default { fetch: (r: Request): Response => answer(new Client(), promises, readFile)"
            + " };");
    write("src/answer.ts", "export const answer = (...a: unknown[]) => new Response(String(a));");

    Bundle bundle = bundle("src/worker.ts");

    assertEquals(List.of("installing npm packages in project (npm ci)"), progress);
    assertEquals(
        List.of("worker.js", "worker.js.map"),
        bundle.modules().stream().map(Module::name).toList());
    assertEquals("application/javascript+module", bundle.main().contentType());
    assertTrue(text(bundle).contains("cloudflare:sockets"), "pg uses the runtime's sockets");
    assertTrue(text(bundle).contains("from \"node:fs/promises\""));
    assertFalse(text(bundle).contains(temporary.toString()), "no path of this machine");
    Path real = root.toRealPath();
    assertTrue(bundle.inputs().contains(real.resolve("src/worker.ts")));
    assertTrue(bundle.inputs().contains(real.resolve("src/answer.ts")));
    assertTrue(bundle.inputs().contains(real.resolve("node_modules/pg/lib/client.js")));
    Path copy = PgProject.copy(root, temporary.resolve("elsewhere/deeper/copy"));
    Bundle elsewhere = bundler().bundle(copy, Path.of("src/worker.ts"), BundleOptions.standard());
    assertEquals(bundle.hash(), elsewhere.hash());
    assertEquals(bundle.hash(), bundle("src/worker.ts").hash());
  }

  @Test
  void plainJavaScriptIsBundledAsWell() throws IOException {
    write("worker.mjs", "export default { fetch: () => new Response(process.env.NODE_ENV) };");

    Bundle bundle = bundle("worker.mjs");

    assertTrue(text(bundle).contains("new Response(\"production\")"), () -> text(bundle));
    assertEquals(List.of(root.toRealPath().resolve("worker.mjs")), bundle.inputs());
    Bundle absolute = bundler().bundle(root, root.resolve("worker.mjs"), BundleOptions.standard());
    assertEquals(bundle.hash(), absolute.hash());
  }

  @Test
  void theHashFollowsTheCodeAndTheOptionsButNotAComment() throws IOException {
    write("w.ts", "export default { fetch: () => new Response('one') };");
    String one = bundle("w.ts").hash();
    write("w.ts", "// said", "export default { fetch: () => new Response('one') };");
    assertEquals(one, bundle("w.ts").hash());
    assertNotEquals(one, bundle("w.ts", new BundleOptions(true, Map.of())).hash());
    write("w.ts", "export default { fetch: () => new Response('two') };");
    assertNotEquals(one, bundle("w.ts").hash());
  }

  @Test
  void otherFilesBecomeModulesBesideIt() throws IOException {
    write("page.html", "<p>hello</p>");
    write("notes.txt", "notes");
    Files.write(root.resolve("add.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    Files.write(root.resolve("data.bin"), new byte[] {1, 2, 3});
    write(
        "w.ts",
        "import page from './page.html';",
        "import notes from './notes.txt';",
        "import add from './add.wasm?module';",
        "import data from './data.bin';",
        "export default { fetch: () => new Response([page, notes, add, data].join()) };");

    Bundle bundle = bundle("w.ts");

    assertEquals("worker.js", bundle.main().name());
    assertEquals(
        List.of(
            "application/javascript+module",
            "application/wasm",
            "application/octet-stream",
            "text/plain",
            "text/plain",
            "application/source-map"),
        bundle.modules().stream().map(Module::contentType).toList());
    for (Module each : bundle.modules().subList(1, 5)) {
      assertTrue(text(bundle).contains("from \"./" + each.name() + "\""), each::toString);
    }
    assertTrue(bundle.inputs().contains(root.toRealPath().resolve("add.wasm")));
    assertEquals(5, bundle.inputs().size());
  }

  @Test
  void theSourceMapNamesTheSourcesFromTheRootAndIsNoPartOfTheHash() throws IOException {
    write("src/w.ts", "import { a } from './a';", "export default { fetch: () => a };");
    write("src/a.ts", "export const a = 1;");
    Bundle bundle = bundle("src/w.ts");
    Module map = bundle.modules().get(1);
    String content = new String(map.content(), StandardCharsets.UTF_8);
    assertEquals("worker.js.map", map.name());
    assertTrue(content.contains("\"sources\":[\"src/a.ts\",\"src/w.ts\"]"), content);
    assertEquals(Bundle.of(List.of(bundle.main()), List.of()).hash(), bundle.hash());
  }

  @Test
  void nothingIsBuiltWhileNothingChanged() throws IOException {
    write("src/w.ts", "import { a } from './a';", "export default { fetch: () => a };");
    write("src/a/index.ts", "export const a = 1;");
    Bundle first = bundle("src/w.ts");
    Bundle second = bundle("src/w.ts");
    assertEquals(1, Files.readAllLines(runs()).size());
    assertEquals(first.hash(), second.hash());
    assertEquals(first.inputs(), second.inputs());

    write("src/a/index.ts", "export const a = 2;");
    assertNotEquals(first.hash(), bundle("src/w.ts").hash(), "a changed file");
    // Found before ./a/index.ts from now on.
    write("src/a.ts", "export const a = 3;");
    assertTrue(text(bundle("src/w.ts")).contains("a = 3"), "a new file");
    bundle("src/w.ts", new BundleOptions(true, Map.of()));
    assertEquals(4, Files.readAllLines(runs()).size(), "other options");
    write("tsconfig.json", "{}");
    bundle("src/w.ts");
    bundle("src/w.ts");
    assertEquals(5, Files.readAllLines(runs()).size(), "a new tsconfig.json");
    write("tsconfig.json", "{\"extends\": \"./other.json\"}");
    write("other.json", "{}");
    bundle("src/w.ts");
    bundle("src/w.ts");
    assertEquals(7, Files.readAllLines(runs()).size(), "what is not witnessed is not remembered");
  }

  @Test
  void aSyntaxErrorIsShownWhereItIs() throws IOException {
    write("src/w.ts", "export default {", "\tfetch: () => new Response('é') 1,", "};");

    var failed = assertThrows(BuildFailedException.class, () -> bundle("src/w.ts"));

    assertEquals(
        """
        The Worker's sources do not build.
          src/w.ts:2:33: Expected "}" but found "1"
              2 | \tfetch: () => new Response('é') 1,
                | \t                               ^\
        """,
        failed.getMessage());
  }

  @Test
  void aMissingPackageIsNamedWithWhatToRun() throws IOException {
    write("package.json", "{}");
    write(
        "src/w.js",
        "import a from '@scope/a/part';",
        "import b from './b';",
        "export default { a, b, c: require('c') };");

    var failed = assertThrows(BuildFailedException.class, () -> bundle("src/w.js"));

    String message = failed.getMessage();
    assertTrue(message.contains("src/w.js:1:15: Could not resolve \"@scope/a/part\""), message);
    assertTrue(message.contains("npm install @scope/a\n"), message);
    assertTrue(message.contains("src/w.js:2:15: Could not resolve \"./b\""), message);
    assertTrue(message.contains("There is no such file"), message);
    assertTrue(message.endsWith("npm install c"), message);
  }

  @Test
  void ofManyErrorsFiveAreShownAndTheRestCounted() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      lines.add("import './missing" + i + "';");
    }
    write("w.js", lines.toArray(String[]::new));

    String message = assertThrows(BuildFailedException.class, () -> bundle("w.js")).getMessage();

    assertTrue(message.contains("./missing4"), message);
    assertFalse(message.contains("./missing5"), message);
    assertTrue(message.endsWith("and 2 more"), message);
  }

  @Test
  void aWarningIsPassedOnAndDoesNotStopTheBuild() throws IOException {
    write("w.js", "export default { a: 1, a: 2 };");

    bundle("w.js");

    assertEquals(1, progress.size());
    assertTrue(progress.get(0).startsWith("warning: w.js:1:24: Duplicate key"), progress::toString);
  }

  @Test
  void aMissingEntryPointIsAnErrorOfItsOwn() {
    var missing = assertThrows(EntryPointMissingException.class, () -> bundle("src/none.ts"));

    assertTrue(missing.getMessage().contains("src/none.ts"), missing::getMessage);
  }
}
