package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.Candidate;
import java.util.List;

/** Several objects may be what an interrupted create made; none is touched. */
final class AmbiguousException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AmbiguousException(String id, List<Candidate> candidates) {
    this(id, candidates.stream().map(Candidate::remoteId).sorted().toArray(String[]::new));
  }

  private AmbiguousException(String id, String... found) {
    super(
        "Several resources may be the one that an interrupted run made.",
        "found: " + String.join(", ", found),
        "Say which it is, or forget the resource, which deletes nothing:",
        "    alchemy import " + id + " " + found[0],
        "    alchemy state rm " + id);
  }
}
