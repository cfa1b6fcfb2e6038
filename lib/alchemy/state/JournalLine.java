package alchemy.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one flush changed.
 *
 * @param serial the stage's serial after it
 * @param rows the changed rows by key; null for a removed one
 * @param key the stage's key, if this flush stored it, else null
 * @param outputs the app's outputs, if this flush changed them, else null
 */
record JournalLine(
    long serial, Map<String, Row> rows, WrappedKey key, Map<String, Object> outputs) {

  Map<String, Object> toTree(StateFormat format) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("serial", serial);
    if (!rows.isEmpty()) {
      Map<String, Object> changed = new TreeMap<>();
      rows.forEach((name, row) -> changed.put(name, row == null ? null : format.write(row)));
      tree.put("rows", changed);
    }
    if (key != null) {
      tree.put("key", format.write(key));
    }
    if (outputs != null) {
      tree.put("outputs", format.write(outputs));
    }
    return tree;
  }

  static JournalLine read(Object tree, StateFormat format) throws BadFieldException {
    Fields fields = Fields.of("line", tree);
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Map.Entry<String, Object> each : fields.map("rows").entrySet()) {
      String name = each.getKey();
      rows.put(name, each.getValue() == null ? null : format.readRow(name, each.getValue()));
    }
    return new JournalLine(
        fields.number("serial"),
        rows,
        fields.has("key") ? format.readKey(fields.any("key")) : null,
        fields.has("outputs") ? format.readOutputs(fields.map("outputs")) : null);
  }
}
