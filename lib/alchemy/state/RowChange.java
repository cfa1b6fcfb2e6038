package alchemy.state;

import java.util.Objects;

/** One change of a stage's rows. Those given to one {@link StageWriter#commit} happen together. */
public sealed interface RowChange {

  /** Adds a row, or replaces the one with the same key. */
  static RowChange put(Row row) {
    return new Put(row);
  }

  /** Removes the row with this key; one that is not there is no error. */
  static RowChange remove(String key) {
    return new Remove(key);
  }

  /** The key of the row that changes. */
  String key();

  /** Adds or replaces. */
  record Put(Row row) implements RowChange {
    public Put {
      Objects.requireNonNull(row, "row");
    }

    @Override
    public String key() {
      return row.key();
    }
  }

  /** Removes. */
  record Remove(String key) implements RowChange {
    public Remove {
      Objects.requireNonNull(key, "key");
    }
  }
}
