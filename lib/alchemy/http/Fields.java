package alchemy.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Reads a tree that somebody else wrote: what is absent, null or of another kind than expected is
 * null, so that an answer with more or less than we know does no harm.
 */
public final class Fields {
  private static final Fields NOTHING = new Fields(null);

  private final Object tree;

  private Fields(Object tree) {
    this.tree = tree;
  }

  /** A tree for reading. */
  public static Fields of(Object tree) {
    return tree == null ? NOTHING : new Fields(tree);
  }

  /** The value under a name; of nothing if there is none. */
  public Fields at(String name) {
    return of(tree instanceof Map<?, ?> map ? map.get(name) : null);
  }

  /** True if there is a value at all. */
  public boolean isPresent() {
    return tree != null;
  }

  /** The elements; none if it is no list. */
  public List<Fields> elements() {
    return tree instanceof List<?> list ? list.stream().map(Fields::of).toList() : List.of();
  }

  /** A text; a number is given as its text. */
  public String text(String name) {
    Object value = at(name).tree;
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  /** A text or what stands in for it. */
  public String text(String name, String otherwise) {
    String value = text(name);
    return value == null ? otherwise : value;
  }

  /** A whole number. */
  public Long number(String name) {
    return at(name).tree instanceof Number value ? Long.valueOf(value.longValue()) : null;
  }

  /** True only if it is true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(at(name).tree);
  }

  /** A time in the form of ISO 8601. */
  public Instant time(String name) {
    String value = text(name);
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException e) {
      return null; // a service's other notation of a time is not worth failing a deploy
    }
  }

  /** The tree itself. */
  public Object tree() {
    return tree;
  }

  @Override
  public String toString() {
    return tree == null ? "nothing" : "a " + tree.getClass().getSimpleName();
  }
}
