package alchemy.engine;

import java.util.Map;
import java.util.Objects;

/**
 * An object that another program's state knows: what {@link Session#take(java.util.List)} makes a
 * row of.
 *
 * @param id the resource's id in the script
 * @param remoteId the service's id
 * @param props secrets that the service has and does not show, where they stand in the properties
 * @param outputs what the service does not tell again, secrets above all, by the names of our
 *     outputs
 */
public record Known(
    String id, String remoteId, Map<String, Object> props, Map<String, Object> outputs) {
  /** Without any secret in the properties. */
  public Known(String id, String remoteId, Map<String, Object> outputs) {
    this(id, remoteId, Map.of(), outputs);
  }

  public Known {
    props = Map.copyOf(props);
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(remoteId, "remoteId");
    outputs = Map.copyOf(outputs);
  }

  @Override
  public String toString() {
    return "Known[" + id + ", " + remoteId + "]";
  }
}
