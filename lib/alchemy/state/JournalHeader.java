package alchemy.state;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A journal's first line: which snapshot it continues, and for a stage that has none yet, the
 * instance that it was given.
 *
 * @param format the format of all lines
 * @param serial the snapshot's serial
 * @param mark the snapshot's mark; a journal that continues another snapshot is refused
 */
record JournalHeader(
    long format,
    String app,
    String stage,
    long serial,
    String mark,
    String instance,
    String instanceId) {

  static JournalHeader of(StageState base) {
    return new JournalHeader(
        StageState.FORMAT,
        base.app(),
        base.stage(),
        base.serial(),
        base.mark(),
        base.instance(),
        base.instanceId());
  }

  /** True if the journal begins where this snapshot ends. */
  boolean continues(StageState base) {
    return serial == base.serial()
        && mark.equals(base.mark())
        && app.equals(base.app())
        && stage.equals(base.stage())
        && instance.equals(base.instance())
        && instanceId.equals(base.instanceId());
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", format);
    tree.put("app", app);
    tree.put("stage", stage);
    tree.put("serial", serial);
    tree.put("mark", mark);
    tree.put("instance", instance);
    tree.put("instanceId", instanceId);
    return tree;
  }

  static JournalHeader read(Object tree) throws BadFieldException {
    Fields fields = Fields.of("line", tree);
    return new JournalHeader(
        fields.number("format"),
        fields.text("app"),
        fields.text("stage"),
        fields.number("serial"),
        fields.text("mark"),
        fields.text("instance"),
        fields.text("instanceId"));
  }
}
