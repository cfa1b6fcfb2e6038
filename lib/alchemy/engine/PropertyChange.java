package alchemy.engine;

import alchemy.Secret;

/**
 * One difference of a step.
 *
 * @param path the property's place, as {@code region} or {@code bindings.HYPERDRIVE.id}
 * @param before the value so far; null if there was no resource, {@link #DEFAULT} if it was not set
 * @param after the value wanted; {@link #DEFAULT} if it is not set any more, null if it is not
 *     known
 * @param certainty whether it is known already
 * @param replaces true if this difference makes a new resource
 */
public record PropertyChange(
    String path, Object before, Object after, Certainty certainty, boolean replaces) {
  /** Stands for a property that is not set. */
  public static final Object DEFAULT =
      new Object() {
        @Override
        public String toString() {
          return "(default)";
        }
      };

  /** How much a plan knows about a new value. */
  public enum Certainty {
    /** The value is known. */
    KNOWN,
    /** The value is known only once what it comes from is made. */
    AFTER_APPLY,
    /** The value may turn out equal; then nothing is done. */
    MAY_CHANGE
  }

  /** How a value is shown: secrets masked, texts in quotes. */
  public static String show(Object value) {
    if (value instanceof Secret || value instanceof alchemy.state.Sealed) {
      return "(secret)";
    }
    return value instanceof String text
        ? "\"" + Secret.mask(text) + "\""
        : Secret.mask(String.valueOf(value));
  }

  @Override
  public String toString() {
    String wanted = certainty == Certainty.KNOWN ? show(after) : "(known after apply)";
    String place = Secret.mask(path);
    if (before == null) {
      return place + ": " + wanted;
    }
    boolean secret = "(secret)".equals(show(before)) && "(secret)".equals(wanted);
    return place + ": " + (secret ? "(secret changed)" : show(before) + " -> " + wanted);
  }
}
