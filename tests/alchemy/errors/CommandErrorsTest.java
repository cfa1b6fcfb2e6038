package alchemy.errors;

import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.bundle.BundleCache;
import alchemy.bundle.BundleOptions;
import alchemy.bundle.Bundler;
import alchemy.engine.Backend;
import alchemy.engine.Box;
import alchemy.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a command line, its folder, or what a command needs on this machine. */
class CommandErrorsTest {
  @TempDir Path folder;

  private static OwnResource<Box.Outputs> box() {
    return Resource.of("one", new Box(), () -> new Box.Props("one", null, null, null, null, null));
  }

  @Test
  void commandLines() {
    Situations situations = new Situations("cli", folder);
    situations.about("a word that is no command").script(app -> box()).fails(2, "deply");
    situations.about("an option that there is not").script(app -> box()).fails(2, "plan", "--chek");
    situations
        .about("a stage's name that is none")
        .script(app -> box())
        .fails(2, "deploy", "--stage", "Prod!");
    situations.about("no script here").fails(2, "deploy");
    situations
        .about("no stage named on a build server")
        .script(app -> box())
        .variable("CI", "true")
        .variable("ALCHEMY_STAGE", "")
        .fails(2, "deploy");
    situations
        .about("a build server without the stage's state")
        .script(app -> box())
        .variable("CI", "true")
        .fails(3, "deploy");
    situations
        .about("an environment file that is not there")
        .script(app -> box())
        .fails(2, "deploy", "--env-file", "none.env");
    Scene env = situations.about("a line of .env that is none").script(app -> box());
    env.write(".env", "NAME=value\nnonsense hunter2hunter2\n");
    env.fails(2, "plan");
    Scene quote = situations.about("a value of .env without its end").script(app -> box());
    quote.write(".env", "NAME=\"value\n");
    quote.fails(2, "plan");
    situations
        .about("a kind of state that there is not")
        .script(app -> box())
        .variable("ALCHEMY_STATE", "s3://bucket")
        .fails(2, "plan");
    situations
        .about("a script that names a variable for its state, which is not set")
        .script(app -> box())
        .variable("ALCHEMY_STATE", Backend.UNSET + "STATE_URL")
        .fails(2, "outputs");
    situations
        .about("a resource that state does not have")
        .script(app -> box())
        .after(0, "deploy", "--quiet")
        .fails(1, "state", "show", "two");
    situations
        .about("a resource of a stage that has none")
        .script(app -> box())
        .fails(1, "state", "show", "one");
    Scene there = situations.about("a new app where there is one");
    there.write("app/package.json", "{}");
    there
        .variable("ALCHEMY_HOME", System.getenv("ALCHEMY_HOME"))
        .fails(1, "create", "--template", "hyperdrive-worker", "app");
    Scene blocked = situations.about("a new app in a folder that cannot be written");
    blocked.write("file", "a file in the way");
    blocked
        .variable("ALCHEMY_HOME", System.getenv("ALCHEMY_HOME"))
        .fails(1, "create", "--template", "hyperdrive-worker", "file/app");
    situations
        .about("a template that there is not")
        .variable("ALCHEMY_HOME", System.getenv("ALCHEMY_HOME"))
        .fails(2, "create", "--template", "nothing", "app");
    situations
        .about("a local cloud that does not start")
        .script(app -> box())
        .variable("ALCHEMY_LOCAL_CLASSPATH", "nowhere")
        .variable("PATH", System.getenv("PATH"))
        .fails(1, "dev", "--fetch", "/", "--quiet");
    situations
        .about("dev for another stage")
        .script(app -> box())
        .fails(2, "dev", "--stage", "prod");
    situations.match();
  }

  @Test
  void bundles() {
    Situations situations = new Situations("bundle", folder);
    Scene syntax = situations.about("a syntax error");
    syntax.write("src/worker.js", "export default {\n  fetch( { return 1 }\n}\n");
    syntax.throwsAt(() -> bundle(syntax));
    Scene many = situations.about("many errors");
    many.write(
        "src/worker.js",
        "import a from 'a'\nimport b from 'b'\nimport c from 'c'\nimport d from 'd'\n"
            + "import e from 'e'\nimport f from 'f'\nimport g from 'g'\n"
            + "export default { a, b, c, d, e, f, g }\n");
    many.throwsAt(() -> bundle(many));
    Scene missing = situations.about("an entry point that is deleted after it was looked for");
    missing.throwsAt(() -> bundle(missing));
    Scene blocked = situations.about("a cache that cannot be written");
    blocked.write(".alchemy/cache", "a file in the way");
    blocked.write("src/worker.js", "export default { fetch: () => new Response('hello') }\n");
    blocked.throwsAt(
        () ->
            BundleCache.of(blocked.folder())
                .put(
                    Bundler.standard(line -> {})
                        .bundle(
                            blocked.folder(), Path.of("src/worker.js"), BundleOptions.standard())));
    situations.match();
  }

  private static void bundle(Scene scene) {
    Bundler.standard(line -> {})
        .bundle(scene.folder(), Path.of("src/worker.js"), BundleOptions.standard());
  }

  @Test
  void json() {
    Situations situations = new Situations("json", folder);
    situations.about("a text that is no JSON").throwsAt(() -> Json.read("{\"a\": [1, 2}"));
    situations
        .about("a value that has no form in JSON")
        .throwsAt(() -> Json.write(Map.of("a", List.of(new StringBuilder())), false));
    situations.match();
  }
}
