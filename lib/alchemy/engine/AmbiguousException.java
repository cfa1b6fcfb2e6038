package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.Candidate;
import java.util.List;

/** Several objects may be what an interrupted create made; none is touched. */
final class AmbiguousException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AmbiguousException(String what, String id, List<Candidate> candidates) {
    super(
        "Several resources may be the one that an interrupted run made.",
        what + ": " + String.join(", ", candidates.stream().map(Candidate::remoteId).toList()),
        "Say which it is, or forget the resource, which deletes nothing:",
        "    alchemy import " + id + " " + candidates.get(0).remoteId(),
        "    alchemy state rm " + id);
  }
}
