package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.Candidate;
import java.util.List;

/** What is to be taken over by its name is not the only one of that name. */
public final class SeveralOfThatNameException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  SeveralOfThatNameException(Node node, List<Candidate> named) {
    this(node, named.stream().map(Candidate::remoteId).sorted().toArray(String[]::new));
  }

  private SeveralOfThatNameException(Node node, String... named) {
    super(
        "Several resources have the name that is to be taken over.",
        node.line() + ": " + node + ": " + String.join(", ", named),
        "Say which one it is:",
        "    alchemy import " + node.id() + " " + named[0]);
  }
}
