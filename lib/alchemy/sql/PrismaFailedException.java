package alchemy.sql;

import alchemy.AlchemyException;
import java.util.ArrayList;
import java.util.List;

/** Prisma's own command did not apply its migrations. */
public final class PrismaFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PrismaFailedException(String output) {
    super("\"prisma migrate deploy\" failed.", details(output));
  }

  private static String[] details(String output) {
    List<String> details = new ArrayList<>(PrismaCommand.shown(output));
    details.add("Correct that, and run the command again.");
    return details.toArray(String[]::new);
  }
}
