package alchemy.prisma;

import alchemy.AlchemyException;

/** A reference to something made elsewhere was made without its id. */
public final class EmptyReferenceException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  EmptyReferenceException(String type) {
    super(
        "A reference needs an id.",
        type + ".ref(...) was given an empty one",
        "Pass the service's id, as it stands in Prisma's console.");
  }
}
