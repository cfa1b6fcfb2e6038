package alchemy.engine;

import java.time.Instant;
import java.util.List;

/**
 * How a service differs from what is recorded of one resource.
 *
 * @param key the row's name in state
 * @param id the resource's id
 * @param type the resource's kind
 * @param remoteId the service's id
 * @param isGone it was deleted outside
 * @param changes what was changed outside: from what is recorded to what is there
 * @param modified when somebody else wrote to it, so that values which cannot be read back may
 *     differ; null if nobody did
 */
public record Drift(
    String key,
    String id,
    String type,
    String remoteId,
    boolean isGone,
    List<PropertyChange> changes,
    Instant modified) {
  public Drift {
    changes = List.copyOf(changes);
  }

  /** True if anything differs. */
  public boolean differs() {
    return isGone || !changes.isEmpty() || modified != null;
  }
}
