package alchemy.state;

import alchemy.json.Json;
import alchemy.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stage as one JSON document, for a backup: the state as it is stored, its secrets sealed, and
 * the history. What is read was written whole and for this stage.
 *
 * @param state what was recorded
 * @param history the runs that led to it, the oldest first
 */
public record StageDocument(StageState state, List<RunRecord> history) {
  private static final String SUM = "sum";

  public StageDocument {
    history = List.copyOf(history);
  }

  /** The document. */
  public byte[] toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", (long) StageState.FORMAT);
    tree.put("app", state.app());
    tree.put("stage", state.stage());
    tree.put("state", new StateFormat(state.app(), state.stage()).write(state));
    tree.put("history", history.stream().map(RunRecord::toTree).toList());
    tree.put(SUM, Checksum.of(tree));
    return Json.write(tree, true);
  }

  /**
   * Reads one.
   *
   * @throws BackupRefusedException if it is not whole, newer than this library, or another stage's
   */
  public static StageDocument read(byte[] json, String app, String stage) {
    try {
      Map<String, Object> tree = new LinkedHashMap<>(Fields.asMap("backup", Json.read(json)));
      Fields fields = Fields.of("backup", tree);
      if (fields.number("format") > StageState.FORMAT) {
        throw new BadFieldException("backup.format", "is newer: use the newer version here, too");
      }
      String its = fields.text("app") + "/" + fields.text("stage");
      if (!its.equals(app + "/" + stage)) {
        throw new BackupRefusedException("It is of " + its + ", and not of " + app + "/" + stage);
      }
      Object sum = tree.remove(SUM);
      if (!Checksum.of(tree).equals(sum)) {
        throw new BadFieldException(SUM, "does not fit: it is cut or was changed");
      }
      List<RunRecord> history = new ArrayList<>();
      for (Object each : fields.list("history")) {
        history.add(RunRecord.read(each));
      }
      return new StageDocument(new StateFormat(app, stage).read(fields.any("state")), history);
    } catch (MalformedJsonException e) {
      throw new BackupRefusedException("It is cut or no JSON, at line " + e.line());
    } catch (BadFieldException e) {
      throw new BackupRefusedException(e.getMessage());
    }
  }
}
