package alchemy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.clients.Installed;
import alchemy.e2e.Shell;
import alchemy.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others read back from a file what was written into it. */
@Tag("full")
class EnvReadersTest {
  private static final String LETTERS = "ab1 =#'\"`\\\n\r\t&%{}!:é/?@$|;<>()*~^,.-_";
  private static final int MOST = 2_000;

  @TempDir Path folder;

  private static List<String> values() {
    List<String> values = new ArrayList<>();
    values.add("postgres://user:p%24ss@host:5432/db?sslmode=require&a=b#c");
    values.add("-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n");
    values.add("{\n  \"a\": \"it\"\n}");
    values.add("it's \"quoted\" and #1");
    values.add("");
    Random random = new Random(11);
    while (values.size() < MOST) {
      values.add(
          random
              .ints(random.nextInt(12), 0, LETTERS.length())
              .mapToObj(at -> LETTERS.substring(at, at + 1))
              .collect(Collectors.joining()));
    }
    // Vite takes that for a variable's value, whatever its quotes, and who writes it is told.
    values.removeIf(each -> each.matches("(?s).*(\\$[A-Za-z_{]|\\\\\\$).*"));
    values.removeIf(each -> EnvText.spelled(each).isEmpty());
    return values;
  }

  @Test
  void dotenvNodeAndViteReadWhatWasWritten() throws Exception {
    Map<String, String> written = new LinkedHashMap<>();
    EnvText text = EnvText.of("# ours\nV_FIRST=1 # one\n");
    for (String each : values()) {
      String name = "V_" + written.size();
      written.put(name, each);
      text = text.with(name, each);
    }
    written.put("V_FIRST", "1");
    Path project = Files.createDirectory(folder.resolve("readers"));
    Shell.copy(Shell.HOME.resolve("tests/readers"), project);
    Path packages = Installed.into(project);
    Files.writeString(project.resolve(".env"), text.toString());

    Map<?, ?> told =
        (Map<?, ?>)
            Json.read(new Shell(project).program("", List.of("node", "read.mjs")).expect(0).out());
    Files.delete(packages);

    assertEquals(written, text.values(), "we");
    List<String> others = new ArrayList<>();
    told.forEach(
        (reader, values) ->
            written.forEach(
                (name, value) -> {
                  Object read = ((Map<?, ?>) values).get(name);
                  if (!value.equals(read)) {
                    others.add(reader + " takes " + EnvText.spelled(value).get() + " for " + read);
                  }
                }));
    assertEquals("", String.join("\n", others));
    assertEquals(Set.of("dotenv", "node", "vite"), told.keySet());
  }
}
