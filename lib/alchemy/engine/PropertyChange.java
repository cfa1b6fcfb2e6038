package alchemy.engine;

import alchemy.Secret;

/**
 * One difference of a step.
 *
 * @param path the property's place, as {@code region} or {@code bindings.HYPERDRIVE.id}
 * @param before the value so far, null if there was none
 * @param after the value wanted, null if it goes
 * @param certainty whether it is known already
 * @param replaces true if this difference makes a new resource
 */
public record PropertyChange(
    String path, Object before, Object after, Certainty certainty, boolean replaces) {
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
    return value instanceof String text ? "\"" + Secret.mask(text) + "\"" : Secret.mask(String.valueOf(value));
  }

  @Override
  public String toString() {
    String wanted = certainty == Certainty.KNOWN ? show(after) : "(known after apply)";
    if (before == null) {
      return path + ": " + wanted;
    }
    if (after == null && certainty == Certainty.KNOWN) {
      return path + ": " + show(before) + " -> (default)";
    }
    boolean secret = "(secret)".equals(show(before)) && "(secret)".equals(wanted);
    return path + ": " + (secret ? "(secret changed)" : show(before) + " -> " + wanted);
  }
}
