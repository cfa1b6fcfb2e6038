package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement beside the TypeScript Alchemy, in small: once each, without latency. */
@Tag("full")
@Tag("processes")
class BenchTest {
  private static final Pattern RATIO =
      Pattern.compile("\\| (example|empty), .* \\| (\\d+\\.\\d\\d) \\|");

  @TempDir Path folder;

  @Test
  void itMeasuresBothAndWritesThePageFromWhatIsKept() throws Exception {
    Path into = folder.resolve("results");
    for (String each : List.of("empty", "example")) {
      bench(each, "--runs", "1", "--latency", "0", "--into", into.toString());
    }
    String page = Files.readString(into.resolve("performance.md"));

    assertTrue(page.contains("| empty, deploy: Time, seconds | 0.60 |"), page);
    assertTrue(page.matches("(?s).*The ratio is 1/\\d+\\.\\d, at most 1/15: .*"), page);
    assertTrue(page.contains("| example, first deploy, 0 ms | "), page);
    Matcher ratio = RATIO.matcher(page);
    int ratios = 0;
    while (ratio.find()) {
      assertTrue(Double.parseDouble(ratio.group(2)) > 0, ratio::group);
      ratios++;
    }
    assertTrue(ratios > 20, () -> "few ratios: " + page);
    List<?> samples = samples(into.resolve("example-0ms.json"));
    assertEquals(2 * 4, samples.size(), "both of them, four phases");
    noMachineIn(into);

    bench("page", "--into", into.toString());
    assertEquals(page, Files.readString(into.resolve("performance.md")));
  }

  @Test
  void whatCannotBeMeasuredIsToldInOneLine() throws Exception {
    for (List<String> each :
        List.of(List.of("startup"), List.of("nothing"), List.of("--runs", "many"))) {
      Shell.Ran ran =
          new Shell(folder)
              .run(Stream.concat(Stream.of("bench"), each.stream()).toArray(String[]::new));
      assertFalse(ran.expect(2).err().contains("Exception"), ran::err);
    }
  }

  private void bench(String... words) throws IOException, InterruptedException {
    new Shell(folder)
        .run(Stream.concat(Stream.of("bench"), Stream.of(words)).toArray(String[]::new))
        .expect(0);
  }

  private static List<?> samples(Path file) throws IOException {
    return (List<?>) ((Map<?, ?>) Json.read(Files.readString(file))).get("samples");
  }

  private void noMachineIn(Path into) throws IOException {
    try (Stream<Path> files = Files.list(into)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(each);
        assertFalse(text.contains(Shell.HOME.toString()), text);
        assertFalse(text.contains(folder.toString()), text);
      }
    }
  }
}
