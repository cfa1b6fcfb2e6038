package alchemy.peer;

import java.util.Map;

/**
 * One resource as the other program recorded it.
 *
 * @param id its id, with the scopes that it is in: {@code eu/database}
 * @param kind what the other program calls its type, as {@code prisma::Database}
 * @param status how its last run left it, as {@code created}
 * @param file the file, as a person finds it below the folder that was given
 * @param outputs what the service answered; secrets in it are {@link Locked}
 */
public record PeerResource(
    String id, String kind, String status, String file, Map<String, Object> outputs) {
  public PeerResource {
    outputs = Map.copyOf(outputs);
  }

  /**
   * True if it exists as recorded; otherwise a run ended in the middle of making or deleting it.
   */
  public boolean isSettled() {
    return status.equals("created") || status.equals("updated");
  }

  /** One output that is text; null if it has none of that name. */
  String text(String name) {
    return outputs.get(name) instanceof String text ? text : null;
  }

  @Override
  public String toString() {
    return kind + " \"" + id + "\" (" + file + ")";
  }
}
