package alchemy.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No error of the library is without a row, and each row is short and says something. */
class AllErrorsTest {
  private static final int MOST_DETAILS = 6;

  /** What no test can bring about, or no person gets to see; each with the reason. */
  private static final Map<String, String> WITHOUT_A_ROW =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "alchemy.engine.ForeignChildException",
                  "its text has an id that a service draws; engine.HazardTest brings it about"),
              Map.entry(
                  "alchemy.cli.ScriptBuildException",
                  "needs a dev that runs and a script that is saved; e2e.ReloadTest does that"),
              Map.entry("alchemy.RunFailedException", "ends a JShell; e2e.ShellTest types there"),
              Map.entry(
                  "alchemy.state.CryptographyMissingException",
                  "every JDK has AES-GCM, HMAC and SHA-256"),
              Map.entry(
                  "alchemy.engine.CopyDiffersException",
                  "needs a disk that lies; crash.StateTransferTest has one"),
              Map.entry(
                  "alchemy.local.DataFolderBusyException",
                  "its owner would have to hang for a minute while it starts"),
              Map.entry(
                  "alchemy.local.OwnerEndedException",
                  "needs two clouds; local.LocalProcessTest ends the first"),
              Map.entry("alchemy.local.StopFailedException", "needs a part that cannot be stopped"),
              Map.entry(
                  "alchemy.local.RequestFailedException",
                  "is written to the log of the cloud; local.LoopbackServerTest reads it there"),
              Map.entry("alchemy.local.InvalidBodyException", "becomes an answer: 400"),
              Map.entry("alchemy.local.prisma.ApiFault", "becomes an answer"),
              Map.entry("alchemy.local.cloudflare.ApiErrorException", "becomes an answer"),
              Map.entry(
                  "alchemy.local.workerd.WorkerRefusedException", "becomes an answer: 10021")));

  private record Row(String file, List<String> lines) {
    List<String> classes() {
      return List.of(lines.get(1).substring(2).split(", "));
    }

    List<String> message() {
      List<String> told = lines.stream().filter(each -> each.startsWith("! ")).toList();
      int plan = told.size() - 1;
      while (plan > 0 && told.get(plan).startsWith("!   ")) {
        plan--;
      }
      return told.subList(plan, told.size());
    }

    @Override
    public String toString() {
      return file + "\n" + String.join("\n", lines);
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(Situations.folder())) {
      for (Path each : files.sorted().toList()) {
        for (String row : Files.readString(each).split("\n(?=# [^\n]*\n# )")) {
          rows.add(new Row(each.getFileName().toString(), row.strip().lines().toList()));
        }
      }
    }
    return rows;
  }

  /** The leaves of {@link AlchemyException} in the library and the local cloud. */
  private static Set<String> leaves() throws IOException, ReflectiveOperationException {
    Set<String> leaves = new TreeSet<>();
    for (Path root : roots()) {
      if (Files.isDirectory(root)) {
        addLeaves(root, leaves);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
          addLeaves(jar.getPath("/"), leaves);
        }
      }
    }
    return leaves;
  }

  private static Set<Path> roots() throws ReflectiveOperationException {
    Set<Path> roots = new TreeSet<>();
    for (String each : List.of("alchemy.AlchemyException", "alchemy.local.Main")) {
      try {
        roots.add(
            Path.of(
                Class.forName(each).getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new AssertionError(e);
      }
    }
    return roots;
  }

  private static void addLeaves(Path root, Set<String> leaves)
      throws IOException, ReflectiveOperationException {
    try (Stream<Path> files = Files.walk(root.resolve("alchemy"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        Class<?> type =
            Class.forName(
                name.substring(0, name.length() - ".class".length()),
                false,
                AllErrorsTest.class.getClassLoader());
        if (AlchemyException.class.isAssignableFrom(type)
            && !Modifier.isAbstract(type.getModifiers())) {
          leaves.add(type.getName());
        }
      }
    }
  }

  @Test
  void everyErrorOfTheLibraryHasARowOrAReasonForNone() throws Exception {
    Set<String> told = new TreeSet<>();
    rows().forEach(each -> told.addAll(each.classes()));
    Set<String> leaves = leaves();
    assertTrue(leaves.size() > 40, () -> "the library's classes were not found, but " + leaves);

    Set<String> missing = new TreeSet<>(leaves);
    missing.removeAll(told);
    assertEquals(String.join("\n", WITHOUT_A_ROW.keySet()), String.join("\n", missing));
  }

  @Test
  void everyRowIsShortAndASentence() throws IOException {
    for (Row each : rows()) {
      List<String> message = each.message();
      String summary = message.get(0).substring(2).replaceAll("<ESC>\\[\\d+m", "");
      assertTrue(summary.endsWith(".") || summary.endsWith("?"), each::toString);
      boolean lists = each.file.equals("bundle.txt") || summary.contains("steps failed");
      assertTrue(lists || message.size() <= MOST_DETAILS + 1, each::toString);
      for (String line : message) {
        assertTrue(!line.contains("\tat "), each::toString);
        assertTrue(
            !line.matches(".*\\bjava[.][a-z.]+[A-Z]\\w*(Exception|Error).*"), each::toString);
        assertTrue(!line.contains(": null"), each::toString);
      }
    }
  }
}
