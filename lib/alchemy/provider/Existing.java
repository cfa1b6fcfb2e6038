package alchemy.provider;

/**
 * A resource that the state knows.
 *
 * @param remoteId the service's id
 * @param props the properties that were applied last; null where that is not known, since a create
 *     or an update was interrupted: then everything has to be sent
 * @param outputs the outputs that were recorded last; null if none were
 */
public record Existing<P extends Record, O extends Record>(String remoteId, P props, O outputs) {
  @Override
  public String toString() {
    return "Existing[" + remoteId + "]";
  }
}
