package alchemy.contract;

import alchemy.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code --json} prints, held against {@code docs/events.schema.json}. */
public final class Events {
  private static final Map<?, ?> DOCUMENT = document();
  private static final Schema SCHEMA = new Schema(definitions());

  private Events() {}

  /** Fails unless each line is an event of the schema. */
  public static void check(String printed) {
    printed
        .lines()
        .forEach(
            line -> {
              List<String> faults = SCHEMA.faults(DOCUMENT, Json.read(line));
              if (!faults.isEmpty()) {
                throw new AssertionError("no event of the schema: " + line + "\n" + faults);
              }
            });
  }

  private static Map<?, ?> definitions() {
    Map<String, Object> byReference = new HashMap<>();
    ((Map<?, ?>) DOCUMENT.get("$defs"))
        .forEach((name, each) -> byReference.put("#/$defs/" + name, each));
    return byReference;
  }

  private static Map<?, ?> document() {
    try {
      Path file = Path.of(System.getenv("ALCHEMY_HOME"), "docs", "events.schema.json");
      return (Map<?, ?>) Json.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
