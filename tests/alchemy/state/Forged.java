package alchemy.state;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes a snapshot as somebody does who knows how its checksum is made. */
final class Forged {
  private Forged() {}

  @SuppressWarnings("unchecked")
  static void snapshot(Path file, UnaryOperator<String> change) throws IOException {
    String text = Files.readString(file);
    String changed = change.apply(text);
    if (changed.equals(text)) {
      throw new AssertionError("nothing to change in " + text);
    }
    Map<String, Object> tree = (Map<String, Object>) Json.read(changed);
    tree.remove("sum");
    tree.put("sum", Checksum.of(tree));
    Files.write(file, Json.write(tree, true));
  }
}
