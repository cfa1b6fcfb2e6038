package alchemy.state;

/** Where a row stands. What a run does with an open one is in {@code docs/architecture.md}. */
public enum RowStatus {
  /** The intent of a create is on disk; whether the cloud has the object is not known yet. */
  CREATING,
  /** The object exists with the row's properties. */
  CREATED,
  /**
   * An update is under way: {@code props} are confirmed, {@code intended} may be applied or not.
   */
  UPDATING,
  /** A deletion is under way; the object may be gone already. */
  DELETING,
  /** A replacement took its place; a complete run deletes it after its dependents moved. */
  REPLACED,
  /** Kept in the cloud on purpose, though no script declares it. */
  RETAINED
}
