package alchemy.engine;

import alchemy.AlchemyException;

/**
 * What was to be deleted holds what this stage did not make, as only deleting it could find out.
 */
public final class ForeignChildException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ForeignChildException(String remoteId, String children) {
    super(
        "What this stage did not make would be deleted along.",
        remoteId + " holds " + children + ".",
        "Delete that first, or forget the resource, which deletes nothing: alchemy state rm ID.");
  }
}
