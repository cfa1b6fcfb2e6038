package alchemy.engine;

import java.util.List;

/**
 * One decision of a plan about one resource. Every step knows why it is there and what it changes.
 */
public sealed interface Step {
  /** What every step tells. */
  Facts facts();

  /** The row's name in state: the id, or {@code id~n} for what a replacement superseded. */
  default String key() {
    return facts().key();
  }

  /** The resource's id. */
  default String id() {
    return facts().id();
  }

  /** The resource's kind. */
  default String type() {
    return facts().type();
  }

  /** How a message calls it: {@code prisma:Database "database"}. */
  default String title() {
    return type() + " \"" + id() + "\"";
  }

  /** The differences, by property. */
  default List<PropertyChange> changes() {
    return facts().changes();
  }

  /** Why. */
  default Reason reason() {
    return facts().reason();
  }

  /** More about why, as the names of what lives in it; null where the reason says it all. */
  default String detail() {
    return facts().detail();
  }

  /** Where the script declares it; unknown for what left the script. */
  default SourceLine line() {
    return facts().line();
  }

  /** The keys of the steps that must have succeeded before this one starts. */
  default List<String> after() {
    return facts().after();
  }

  /**
   * True if nothing, {@code --yes} included, deletes the resource's data: {@code delete(false)}.
   */
  default boolean protects() {
    return facts().protects();
  }

  /** True if a person has to approve it: it destroys data, or replaces what holds data. */
  default boolean needsApproval() {
    return false;
  }

  /** True if it does anything at all, if only to the state. */
  default boolean acts() {
    return true;
  }

  /** What all kinds of steps have in common; see the methods of {@link Step}. */
  record Facts(
      String key,
      String id,
      String type,
      List<PropertyChange> changes,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean protects,
      String detail) {
    public Facts {
      changes = List.copyOf(changes);
      after = List.copyOf(after);
    }

    /** Without a detail. */
    public Facts(
        String key,
        String id,
        String type,
        List<PropertyChange> changes,
        Reason reason,
        SourceLine line,
        List<String> after,
        boolean protects) {
      this(key, id, type, changes, reason, line, after, protects, null);
    }

    Facts detail(String text) {
      return new Facts(key, id, type, changes, reason, line, after, protects, text);
    }
  }

  /**
   * Makes a resource.
   *
   * @param holdsData one that is made in the place of one that is gone lacks its data
   */
  record Create(Facts facts, boolean holdsData) implements Step {
    @Override
    public boolean needsApproval() {
      return holdsData && reason() == Reason.GONE;
    }
  }

  /** Changes a resource in place. */
  record Update(Facts facts) implements Step {
    /** New secrets in place break whoever uses the old ones. */
    @Override
    public boolean needsApproval() {
      return reason() == Reason.ROTATED;
    }
  }

  /**
   * Makes a new resource in the place of an old one.
   *
   * @param holdsData the old one holds data, which the new one will not have
   * @param deleteFirst the service refuses two of one name
   */
  record Replace(Facts facts, boolean holdsData, boolean deleteFirst) implements Step {
    @Override
    public boolean needsApproval() {
      return holdsData;
    }
  }

  /**
   * Deletes a resource.
   *
   * @param holdsData its data is lost
   */
  record Delete(Facts facts, boolean holdsData) implements Step {
    @Override
    public boolean needsApproval() {
      return holdsData;
    }
  }

  /** Leaves a resource in the cloud that the script or the stage lets go; state remembers it. */
  record Retain(Facts facts) implements Step {}

  /**
   * Takes over what exists, and changes it where it differs: what was retained, or what others
   * made.
   *
   * @param alters it is not ours yet, and would be changed or have its password revoked
   */
  record Adopt(Facts facts, boolean alters) implements Step {
    @Override
    public boolean needsApproval() {
      return alters;
    }
  }

  /**
   * Gives a row another id; what it stands for is not touched.
   *
   * @param from the id so far
   */
  record Move(Facts facts, String from) implements Step {}

  /** Drops a row without touching what it stands for. */
  record Forget(Facts facts) implements Step {}

  /** Leaves a resource as it is. */
  record Keep(Facts facts) implements Step {
    @Override
    public boolean acts() {
      return reason() == Reason.POLICY_CHANGED;
    }
  }
}
