package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.Candidate;
import java.util.List;
import java.util.stream.Collectors;

/** What is to be taken over by its name is not the only one of that name. */
public final class SeveralOfThatNameException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  SeveralOfThatNameException(Node node, List<Candidate> named) {
    super(
        "Several resources have the name that is to be taken over.",
        node.line()
            + ": "
            + node
            + ": "
            + named.stream().map(Candidate::remoteId).collect(Collectors.joining(", ")),
        "Say which one it is:",
        "    alchemy import " + node.id() + " " + named.get(0).remoteId());
  }
}
