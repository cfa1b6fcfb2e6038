package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.state.Row;

/** What is to be taken over belongs to another resource of this stage. */
public final class OwnedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  OwnedException(Node node, String remoteId, Row owner) {
    super(
        "An object can belong to one resource only.",
        node.line() + ": " + node + ": " + remoteId + " belongs to \"" + owner.id() + "\".",
        "If it was renamed in the script, say so:",
        "    .renamedFrom(\"" + owner.id() + "\")");
  }
}
