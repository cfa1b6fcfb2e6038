package alchemy.state;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that is recorded of one stage: an immutable snapshot. */
public final class StageState {
  /** The version of the format that this library writes. Older ones are read, newer refused. */
  public static final int FORMAT = 2;

  private static final String INSTANCE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int INSTANCE_LENGTH = 6;
  private static final int INSTANCE_ID_BYTES = 16;

  private final String app;
  private final String stage;
  private final long serial;
  private final String instance;
  private final String instanceId;
  private final WrappedKey key;
  private final SortedMap<String, Row> rows;
  private final Map<String, Object> outputs;
  private final String mark;
  private final String movedTo;

  StageState(
      String app,
      String stage,
      long serial,
      String instance,
      String instanceId,
      WrappedKey key,
      Map<String, Row> rows,
      Map<String, Object> outputs,
      String mark) {
    this(app, stage, serial, instance, instanceId, key, rows, outputs, mark, null);
  }

  /** The same of a stage that has moved; null for one that has not. */
  StageState(
      String app,
      String stage,
      long serial,
      String instance,
      String instanceId,
      WrappedKey key,
      Map<String, Row> rows,
      Map<String, Object> outputs,
      String mark,
      String movedTo) {
    this.app = Objects.requireNonNull(app, "app");
    this.stage = Objects.requireNonNull(stage, "stage");
    this.serial = serial;
    this.instance = Objects.requireNonNull(instance, "instance");
    this.instanceId = Objects.requireNonNull(instanceId, "instanceId");
    this.key = key;
    this.rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    this.outputs = Frozen.map(outputs);
    this.mark = Objects.requireNonNull(mark, "mark");
    this.movedTo = movedTo;
  }

  /** A stage that was never written, for a plan that looks at no store. */
  public static StageState empty(String app, String stage) {
    return new StageState(app, stage, 0, "000000", "0".repeat(32), null, Map.of(), Map.of(), "");
  }

  /** A stage that was never written, with an instance of its own. */
  static StageState fresh(String app, String stage, SecureRandom random) {
    StringBuilder instance = new StringBuilder();
    for (int i = 0; i < INSTANCE_LENGTH; i++) {
      instance.append(INSTANCE_LETTERS.charAt(random.nextInt(INSTANCE_LETTERS.length())));
    }
    byte[] id = new byte[INSTANCE_ID_BYTES];
    random.nextBytes(id);
    return new StageState(
        app,
        stage,
        0,
        instance.toString(),
        HexFormat.of().formatHex(id),
        null,
        Map.of(),
        Map.of(),
        "");
  }

  /** The app's name. */
  public String app() {
    return app;
  }

  /** The stage's name. */
  public String stage() {
    return stage;
  }

  /** Grows with each flush; 0 if the stage was never written. */
  public long serial() {
    return serial;
  }

  /** Six characters {@code [a-z0-9]}, drawn once; ends generated names that need not be unique. */
  public String instance() {
    return instance;
  }

  /** 32 hexadecimal characters, drawn once; tags what belongs to this stage. */
  public String instanceId() {
    return instanceId;
  }

  /** All rows by key, sorted. */
  public SortedMap<String, Row> rows() {
    return rows;
  }

  /** The row with this key. */
  public Optional<Row> row(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** The app's outputs at the end of its last run; secrets are {@link Sealed}. */
  public Map<String, Object> outputs() {
    return outputs;
  }

  /** True if something was sealed once, so that a password or key file belongs to the stage. */
  public boolean isSealed() {
    return key != null;
  }

  /** Where the stage's state lives now, if it was copied there and this is what it was before. */
  public Optional<String> movedTo() {
    return Optional.ofNullable(movedTo);
  }

  /** The same, marked as having moved to a place; null for the one that holds. */
  public StageState movedTo(String place) {
    return new StageState(
        app, stage, serial, instance, instanceId, key, rows, outputs, mark, place);
  }

  /** The same with another serial. */
  public StageState serial(long number) {
    return new StageState(
        app, stage, number, instance, instanceId, key, rows, outputs, mark, movedTo);
  }

  /** True if what opens one opens the other. */
  public boolean isOfSameKey(StageState other) {
    return Objects.equals(key, other.key);
  }

  Optional<WrappedKey> key() {
    return Optional.ofNullable(key);
  }

  /** The checksum of the last journal line in here; ties a journal to its snapshot. */
  String mark() {
    return mark;
  }

  @Override
  public String toString() {
    return app + "/" + stage + " serial " + serial + ", " + rows.size() + " rows";
  }
}
