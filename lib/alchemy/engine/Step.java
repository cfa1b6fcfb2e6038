package alchemy.engine;

import java.util.List;

/**
 * One decision of a plan about one resource. Every step knows why it is there and what it changes.
 */
public sealed interface Step {
  /** The resource's id. */
  String id();

  /** The resource's kind. */
  String type();

  /** The differences, by property. */
  List<PropertyChange> changes();

  /** Why. */
  Reason reason();

  /** Where the script declares it; unknown for what left the script. */
  SourceLine line();

  /** Ids of the steps that must have succeeded before this one starts. */
  List<String> after();

  /**
   * True if nothing, {@code --yes} included, deletes the resource's data: {@code delete(false)}.
   */
  boolean protects();

  /** Calls the visitor's method for this kind of step. */
  <R> R accept(StepVisitor<R> visitor);

  /** True if a person has to approve it: it destroys data, or replaces what holds data. */
  default boolean needsApproval() {
    return false;
  }

  /** True if it does anything at all, if only to the state. */
  default boolean acts() {
    return true;
  }

  /** Makes a resource. */
  record Create(
      String id,
      String type,
      List<PropertyChange> changes,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean protects)
      implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.create(this);
    }
  }

  /** Changes a resource in place. */
  record Update(
      String id,
      String type,
      List<PropertyChange> changes,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean protects)
      implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.update(this);
    }
  }

  /**
   * Makes a new resource in the place of an old one.
   *
   * @param holdsData the old one holds data, which the new one will not have
   * @param deleteFirst the service refuses two of one name
   */
  record Replace(
      String id,
      String type,
      List<PropertyChange> changes,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean protects,
      boolean holdsData,
      boolean deleteFirst)
      implements Step {
    @Override
    public boolean needsApproval() {
      return holdsData;
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.replace(this);
    }
  }

  /**
   * Deletes a resource.
   *
   * @param key the row's key, which differs from the id where a replaced one is deleted
   */
  record Delete(
      String key,
      String id,
      String type,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean holdsData)
      implements Step {
    @Override
    public List<PropertyChange> changes() {
      return List.of();
    }

    @Override
    public boolean protects() {
      return false;
    }

    @Override
    public boolean needsApproval() {
      return holdsData;
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.delete(this);
    }
  }

  /** Leaves a resource in the cloud that the script or the stage lets go; state remembers it. */
  record Retain(String key, String id, String type, Reason reason, SourceLine line)
      implements Step {
    @Override
    public List<PropertyChange> changes() {
      return List.of();
    }

    @Override
    public List<String> after() {
      return List.of();
    }

    @Override
    public boolean protects() {
      return true;
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.retain(this);
    }
  }

  /** Takes back, or takes over, a resource that exists already, and changes it where it differs. */
  record Adopt(
      String id,
      String type,
      List<PropertyChange> changes,
      Reason reason,
      SourceLine line,
      List<String> after,
      boolean protects)
      implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.adopt(this);
    }
  }

  /** Gives a resource another id without touching it. */
  record Move(String id, String type, String from, Reason reason, SourceLine line, boolean protects)
      implements Step {
    @Override
    public List<PropertyChange> changes() {
      return List.of();
    }

    @Override
    public List<String> after() {
      return List.of();
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.move(this);
    }
  }

  /** Drops a row without touching what it stands for. */
  record Forget(String key, String id, String type, Reason reason, SourceLine line)
      implements Step {
    @Override
    public List<PropertyChange> changes() {
      return List.of();
    }

    @Override
    public List<String> after() {
      return List.of();
    }

    @Override
    public boolean protects() {
      return false;
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.forget(this);
    }
  }

  /** Leaves a resource as it is. */
  record Keep(
      String id, String type, Reason reason, SourceLine line, List<String> after, boolean protects)
      implements Step {
    @Override
    public List<PropertyChange> changes() {
      return List.of();
    }

    @Override
    public boolean acts() {
      return reason == Reason.POLICY_CHANGED;
    }

    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.keep(this);
    }
  }
}
