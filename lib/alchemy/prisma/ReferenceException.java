package alchemy.prisma;

import alchemy.AlchemyException;

/** A reference was asked for more than the id that it was made of. */
public final class ReferenceException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ReferenceException(String reference, String attribute) {
    super(
        "A reference knows only its id.",
        reference + " has no " + attribute,
        "Declare the resource with of(...) to read its attributes.");
  }
}
