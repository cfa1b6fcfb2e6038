package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the documents tell to type is run by a test, and what they link to is there. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class DocsTest {
  private static final String CONTINUOUS = "run for each change, by .ci/run";

  /** Each command that is shown, and what runs it, mostly a test. */
  private static final Map<String, String> RUN_BY =
      Map.ofEntries(
          Map.entry("./alchemy dev examples/minimal", "ExamplesTest"),
          Map.entry("./alchemy outputs -f examples/minimal --stage local", "ExamplesTest"),
          Map.entry("./alchemy dev examples/connections", "ExamplesTest"),
          Map.entry("./alchemy dev examples/workspaces", "ExamplesTest"),
          Map.entry("./alchemy dev examples/shell", "ExamplesTest"),
          Map.entry("./alchemy shell -f examples/minimal --stage local", "ShellTest"),
          Map.entry("./alchemy local", "ExamplesTest"),
          Map.entry(
              "./alchemy local --log --latency 100ms --fail 'POST /v1/databases: 503 x2'"
                  + " --drop-after 'POST /connections x1'",
              "LocalFaultsTest"),
          Map.entry("./alchemy dev examples/hyperdrive-worker --fetch /", "MainJobTest"),
          Map.entry("./alchemy dev examples/hyperdrive-worker", "StopTest"),
          Map.entry("alchemy dev", "StopTest"),
          Map.entry("jbang alchemy.run.java dev", "StopTest"),
          Map.entry("jbang alchemy.run.java plan", "PlainJBangTest"),
          Map.entry("./alchemy create --template hyperdrive-worker my-app", "CreateTest"),
          Map.entry(
              "jbang init --template=hyperdrive-worker@CHECKOUT alchemy.run.java", "CreateTest"),
          Map.entry("alchemy outputs", "CreateTest"),
          Map.entry("alchemy configure --profile work < work.env", "SignInTest"),
          Map.entry("alchemy doctor", "SignInTest"),
          Map.entry("alchemy plan", "LifecycleTest"),
          Map.entry("alchemy deploy", "LifecycleTest"),
          Map.entry("alchemy destroy", "LifecycleTest"),
          Map.entry("alchemy drift", "IdentityTest"),
          Map.entry("alchemy deploy --refresh", "IdentityTest"),
          Map.entry("./alchemy deploy examples/minimal --stage shared", "ExamplesTest"),
          Map.entry("./alchemy outputs -f examples/minimal --stage shared", "ExamplesTest"),
          Map.entry(
              "PROJECT_ID=… DATABASE_ID=… ./alchemy deploy examples/connections --stage shared",
              "ExamplesTest"),
          Map.entry(
              "BACKUP_DATABASE=… ./alchemy deploy examples/shop --stage shared", "ExamplesTest"),
          Map.entry("jbang ShopTest.java", "ExamplesTest"),
          Map.entry(
              "jshell --class-path \"$(jbang info classpath examples/shell/alchemy.run.jsh)\"",
              "ShellTest"),
          Map.entry("jbang edit --no-open --sandbox alchemy.run.java", "EditorTest"),
          Map.entry("jbang edit lib/alchemy_lib.java", "nobody, since it opens an editor"),
          Map.entry(
              "jbang alchemy.run.java plan --stage prod --check --markdown > plan.md || code=$?",
              "CiTest"),
          Map.entry("./alchemy test", CONTINUOUS),
          Map.entry("./alchemy package", "PackageTest"),
          Map.entry("jbang app install alchemy@alchemy-java/alchemy", "PackageTest"),
          Map.entry("./alchemy test --all", "whoever releases, or changes the engine"),
          Map.entry("./alchemy check", CONTINUOUS),
          Map.entry("./alchemy bench", "whoever wants new figures; BenchTest in small"),
          Map.entry("./alchemy bench groups-20 --runs 3 --latency 100", "the same"),
          Map.entry("./alchemy bench growth", "the same"),
          Map.entry("./alchemy bench page", "BenchTest"),
          Map.entry("./alchemy bench startup CHECKOUT", "whoever changes how it starts"),
          Map.entry("./alchemy check --fix", "the author of a change"),
          Map.entry(".ci/run", "each pull request"));

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:[A-Z_]+=\\S+ )*(?:\\./alchemy|alchemy|jbang|jshell|\\.ci/run)(?: [^(].*|$)");
  private static final Pattern INLINE = Pattern.compile("`((?:\\./alchemy|jbang) [^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyCommandThatIsShownIsRun() throws IOException {
    Map<String, Path> unknown = new TreeMap<>();
    Set<String> shown = new TreeSet<>();
    for (Path each : documents()) {
      for (String command : commands(each)) {
        shown.add(command);
        if (!RUN_BY.containsKey(command)) {
          unknown.put(command, Shell.HOME.relativize(each));
        }
      }
    }

    assertEquals(Map.of(), unknown, "no test runs these");
    assertEquals(new TreeSet<>(RUN_BY.keySet()), shown, "not shown any more");
  }

  @Test
  void theTestsThatRunCommandsExist() {
    for (String each : RUN_BY.values()) {
      if (each.endsWith("Test")) {
        assertTrue(
            Stream.of("e2e", "release")
                .map(room -> Shell.HOME.resolve("tests/alchemy/" + room + "/" + each + ".java"))
                .anyMatch(Files::exists),
            each);
      }
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    int links = 0;
    List<Path> all = new ArrayList<>(documents());
    try (Stream<Path> pages = Files.list(Shell.HOME.resolve("docs/commands"))) {
      pages.forEach(all::add);
    }
    for (Path each : all) {
      Matcher link = LINK.matcher(Files.readString(each));
      while (link.find()) {
        Path target = each.resolveSibling(link.group(1));
        assertTrue(Files.exists(target), each + " links to " + target);
        links++;
      }
    }
    assertTrue(links > 2, "links are found");
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String each : List.of("", "docs", "examples", "templates")) {
      try (Stream<Path> files = Files.walk(Shell.HOME.resolve(each), each.isEmpty() ? 1 : 2)) {
        // The pages of docs/commands show each help, whose examples CommandPagesTest reads.
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.getParent().endsWith("docs/commands"))
            .forEach(documents::add);
      }
    }
    return documents;
  }

  private static List<String> commands(Path document) throws IOException {
    List<String> commands = new ArrayList<>();
    boolean fenced = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced || line.startsWith("    ")) {
        String command = line.replaceAll("  +#.*", "").strip();
        if (COMMAND.matcher(command).matches()) {
          commands.add(command);
        }
      } else {
        Matcher inline = INLINE.matcher(line);
        while (inline.find()) {
          commands.add(inline.group(1));
        }
      }
    }
    return commands;
  }
}
