package alchemy.prisma;

import alchemy.AlchemyException;
import java.util.List;

/** Prisma Postgres has no region of this name; it was asked. */
public final class UnknownRegionException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnknownRegionException(String region, List<String> served) {
    super(
        "This region does not exist.",
        "region \"" + region + "\"",
        "Prisma Postgres has: " + String.join(", ", served));
  }
}
