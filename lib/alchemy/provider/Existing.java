package alchemy.provider;

/**
 * A resource that the state knows.
 *
 * @param remoteId the service's id
 * @param props the properties that were applied last; null while a create is being completed
 * @param outputs the outputs that were recorded last; null if none were
 */
public record Existing<P extends Record, O extends Record>(String remoteId, P props, O outputs) {
  @Override
  public String toString() {
    return "Existing[" + remoteId + "]";
  }
}
