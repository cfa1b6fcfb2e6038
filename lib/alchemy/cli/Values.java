package alchemy.cli;

import alchemy.Secret;
import java.util.Collection;
import java.util.Map;

/** How values of state and outputs look. */
final class Values {
  private Values() {}

  /** Text as it is, lists and maps as JSON, secrets hidden. */
  static String show(Object value) {
    Object shown = JsonEvents.shown(value);
    return shown instanceof Map || shown instanceof Collection
        ? JsonEvents.text(shown, false)
        : Secret.mask(String.valueOf(shown));
  }
}
