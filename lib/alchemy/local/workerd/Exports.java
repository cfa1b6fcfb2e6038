package alchemy.local.workerd;

import java.util.List;

/**
 * What a Worker's main module exports.
 *
 * @param events that its default export handles, as {@code fetch}
 * @param entrypoints names of its other exports
 */
public record Exports(List<String> events, List<String> entrypoints) {
  public Exports {
    events = List.copyOf(events);
    entrypoints = List.copyOf(entrypoints);
  }

  /** True if nothing of it can be called from outside. */
  public boolean isEmpty() {
    return events.isEmpty() && entrypoints.isEmpty();
  }
}
