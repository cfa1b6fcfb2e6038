package alchemy.state;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How rows, keys and snapshots look as JSON. Names here are a promise to every stored state;
 * renaming a component of {@link Row} must not change them. Maps are sorted, so that a snapshot's
 * differences are those of the state; what is null or empty is left out.
 *
 * <p>Format 2 has the checksum {@code sum} of a snapshot, which format 1 lacks. Format 3 is that of
 * a stage whose state has moved, and no other, so that a program which knows nothing of that does
 * not go on from what is left of it.
 *
 * <p>{@code {"$sealed": …, "$hash": …}} is a secret; a stored name that begins with {@code $} by
 * itself gets another one in front.
 */
final class StateFormat {
  static final long MOVED = 3;

  private static final String SUM = "sum";
  private static final String SEALED = "$sealed";
  private static final String HASH = "$hash";
  private static final String TEXT = "$text";

  private final String app;
  private final String stage;

  StateFormat(String app, String stage) {
    this.app = app;
    this.stage = stage;
  }

  Map<String, Object> write(StageState state) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("format", state.movedTo().isPresent() ? MOVED : (long) StageState.FORMAT);
    putUnlessNull(tree, "movedTo", state.movedTo().orElse(null));
    tree.put("app", state.app());
    tree.put("stage", state.stage());
    tree.put("serial", state.serial());
    tree.put("instance", state.instance());
    tree.put("instanceId", state.instanceId());
    tree.put("mark", state.mark());
    state.key().ifPresent(key -> tree.put("key", write(key)));
    putUnlessEmpty(tree, "outputs", write(state.outputs()));
    Map<String, Object> rows = new TreeMap<>();
    state.rows().forEach((key, row) -> rows.put(key, write(row)));
    tree.put("rows", rows);
    tree.put(SUM, Checksum.of(tree));
    return tree;
  }

  StageState read(Object tree) throws BadFieldException {
    Fields fields = Fields.of("state", tree);
    if (!fields.text("app").equals(app) || !fields.text("stage").equals(stage)) {
      throw new BadFieldException("app", "and \"stage\" are not those of " + app + "/" + stage);
    }
    SortedMap<String, Row> rows = new TreeMap<>();
    if (!fields.has("rows")) {
      throw new BadFieldException("state.rows", "is missing");
    }
    if (fields.number("format") > 1 || fields.has(SUM)) {
      checkSum(fields.text(SUM), Fields.asMap("state", tree));
    }
    for (Map.Entry<String, Object> each : fields.map("rows").entrySet()) {
      rows.put(each.getKey(), readRow(each.getKey(), each.getValue()));
    }
    return new StageState(
        app,
        stage,
        fields.number("serial"),
        fields.text("instance"),
        fields.text("instanceId"),
        fields.has("key") ? readKey(fields.any("key")) : null,
        rows,
        readOutputs(fields.map("outputs")),
        fields.text("mark"),
        fields.number("format") == MOVED ? fields.text("movedTo") : null);
  }

  private static void checkSum(String sum, Map<String, Object> tree) throws BadFieldException {
    Map<String, Object> summed = new LinkedHashMap<>(tree);
    summed.remove(SUM);
    if (!sum.equals(Checksum.of(summed))) {
      throw new BadFieldException(SUM, "does not fit: something was changed since it was written");
    }
  }

  Map<String, Object> write(Row row) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("id", row.id());
    tree.put("type", row.type());
    tree.put("provider", row.provider());
    tree.put("status", row.status().name().toLowerCase(Locale.ROOT));
    tree.put("delete", row.delete());
    tree.put("props", write(row.props()));
    if (row.intended() != null) {
      tree.put("intended", write(row.intended()));
    }
    putUnlessEmpty(tree, "outputs", write(row.outputs()));
    putUnlessNull(tree, "place", row.place());
    putUnlessNull(tree, "name", row.name());
    putUnlessNull(tree, "remoteId", row.remoteId());
    putUnlessNull(tree, "createdAt", row.createdAt());
    putUnlessNull(tree, "serverTime", row.serverTime());
    putUnlessNull(tree, "line", row.line());
    if (!row.dependencies().isEmpty()) {
      tree.put("dependencies", row.dependencies());
    }
    return tree;
  }

  Row readRow(String key, Object tree) throws BadFieldException {
    Fields fields = Fields.of("row " + key, tree);
    String id = fields.text("id");
    return Row.of(id, fields.text("type"), fields.text("provider"))
        .key(key)
        .status(status(key, fields.text("status")))
        .delete(fields.truth("delete"))
        .props(readMap(id, "props", fields.map("props")))
        .intended(fields.has("intended") ? readMap(id, "intended", fields.map("intended")) : null)
        .outputs(readMap(id, "outputs", fields.map("outputs")))
        .place(fields.textOrNull("place"))
        .name(fields.textOrNull("name"))
        .remoteId(fields.textOrNull("remoteId"))
        .createdAt(fields.instantOrNull("createdAt"))
        .serverTime(fields.instantOrNull("serverTime"))
        .line(fields.textOrNull("line"))
        .dependencies(fields.texts("dependencies"))
        .build();
  }

  Map<String, Object> write(WrappedKey key) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("kdf", key.kdf());
    tree.put("wrapped", key.wrapped());
    if (key.isPassword()) {
      tree.put("n", (long) key.n());
      tree.put("r", (long) key.r());
      tree.put("p", (long) key.p());
      tree.put("salt", key.salt());
    }
    return tree;
  }

  WrappedKey readKey(Object tree) throws BadFieldException {
    Fields fields = Fields.of("key", tree);
    String wrapped = base64("key.wrapped", fields.text("wrapped"));
    String kdf = fields.text("kdf");
    if (kdf.equals(WrappedKey.FILE)) {
      return new WrappedKey(kdf, 0, 0, 0, "", wrapped);
    }
    long n = fields.number("n");
    long r = fields.number("r");
    long p = fields.number("p");
    if (!kdf.equals(WrappedKey.SCRYPT) || !Scrypt.isReasonable(n, r, p)) {
      throw new BadFieldException("key", "has parameters that this library never writes");
    }
    String salt = base64("key.salt", fields.text("salt"));
    return new WrappedKey(kdf, (int) n, (int) r, (int) p, salt, wrapped);
  }

  Map<String, Object> write(Map<String, Object> map) {
    Map<String, Object> tree = new TreeMap<>();
    map.forEach((name, value) -> tree.put(escape(name), writeTree(value)));
    return tree;
  }

  Map<String, Object> readOutputs(Map<String, Object> tree) throws BadFieldException {
    return readMap("", "outputs", tree);
  }

  private Object writeTree(Object value) {
    if (value instanceof Sealed sealed) {
      Map<String, Object> tree = new TreeMap<>();
      tree.put(SEALED, sealed.cipherText());
      tree.put(HASH, sealed.hash());
      if (sealed.isText()) {
        tree.put(TEXT, true);
      }
      return tree;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new TreeMap<>();
      map.forEach((name, each) -> tree.put(escape((String) name), writeTree(each)));
      return tree;
    }
    if (value instanceof List<?> list) {
      List<Object> tree = new ArrayList<>(list.size());
      list.forEach(each -> tree.add(writeTree(each)));
      return tree;
    }
    return value;
  }

  private Map<String, Object> readMap(String id, String path, Map<String, Object> tree)
      throws BadFieldException {
    Map<String, Object> map = new TreeMap<>();
    for (Map.Entry<String, Object> each : tree.entrySet()) {
      String name = unescape(path, each.getKey());
      String step = name.replace("~", "~0").replace("/", "~1");
      map.put(name, readTree(id, path + "/" + step, each.getValue()));
    }
    return map;
  }

  private Object readTree(String id, String path, Object value) throws BadFieldException {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = Fields.asMap(path, map);
      return tree.containsKey(SEALED) ? readSealed(id, path, tree) : readMap(id, path, tree);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      for (Object item : list) {
        items.add(readTree(id, path + "/" + items.size(), item));
      }
      return items;
    }
    return value;
  }

  private Sealed readSealed(String id, String path, Map<String, Object> tree)
      throws BadFieldException {
    Fields fields = Fields.of(path, tree);
    boolean text = fields.has(TEXT) && fields.truth(TEXT);
    return new Sealed(app, stage, id, path, fields.text(SEALED), fields.text(HASH), text);
  }

  private static RowStatus status(String key, String text) throws BadFieldException {
    for (RowStatus each : RowStatus.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new BadFieldException("row " + key + ".status", "is none that this library knows");
  }

  private static String base64(String field, String text) throws BadFieldException {
    try {
      Base64.getDecoder().decode(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new BadFieldException(field, "is no Base64");
    }
  }

  private static String escape(String name) {
    return name.startsWith("$") ? "$" + name : name;
  }

  private static String unescape(String path, String name) throws BadFieldException {
    if (!name.startsWith("$")) {
      return name;
    }
    if (!name.startsWith("$$")) {
      throw new BadFieldException(path + "/" + name, "is no name that this library knows");
    }
    return name.substring(1);
  }

  private static void putUnlessNull(Map<String, Object> tree, String name, Object value) {
    if (value != null) {
      tree.put(name, value.toString());
    }
  }

  private static void putUnlessEmpty(
      Map<String, Object> tree, String name, Map<String, Object> value) {
    if (!value.isEmpty()) {
      tree.put(name, value);
    }
  }
}
