package alchemy.state.postgres;

import alchemy.json.Json;
import alchemy.state.StageParts;
import alchemy.state.StageState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** A stage as it is read, row by row: first the stage itself, then what it has. */
final class Stored implements Link.EachRow {
  private final PostgresPlace place;
  private final Link link;
  private final Map<String, Object> tree = new TreeMap<>();
  private final Map<String, Object> rows = new TreeMap<>();
  private String movedTo = "";
  private long epoch;

  Stored(PostgresPlace place, Link link) {
    this.place = place;
    this.link = link;
  }

  @Override
  public void row(ResultSet row) throws SQLException {
    String key = row.getString("key");
    if (key != null) {
      rows.put(key, Json.read(row.getString("content")));
      return;
    }
    if (row.getInt("pid") != link.pid()) {
      throw new StatePoolerException(place);
    }
    Tables.check(place, row.getInt("version"));
    epoch = row.getLong("epoch");
    if (epoch > 0) {
      tree.put("serial", row.getLong("serial"));
      tree.put("instance", row.getString("instance"));
      tree.put("instanceId", row.getString("instance_id"));
      tree.put("key", Link.json(row, "wrapped_key"));
      tree.put("outputs", Link.json(row, "outputs"));
      movedTo = row.getString("moved_to");
    }
  }

  /** The epoch, which begins with 1. */
  long epoch() {
    return epoch;
  }

  /** The state; that of a stage without any if nothing was read. */
  StageState state(StageParts parts) {
    if (tree.isEmpty()) {
      return parts.none();
    }
    tree.put("rows", rows);
    StageState state = parts.read(place.toString(), tree);
    return movedTo.isEmpty() ? state : state.movedTo(movedTo);
  }
}
