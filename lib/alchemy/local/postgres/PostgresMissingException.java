package alchemy.local.postgres;

import alchemy.AlchemyException;
import java.util.Arrays;

/** The pinned archive of PostgreSQL's binaries is not on the class path. */
public final class PostgresMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PostgresMissingException(String... details) {
    super("PostgreSQL's binaries are not there.", with(details));
  }

  private static String[] with(String... details) {
    String[] all = Arrays.copyOf(details, details.length + 1);
    all[details.length] = "Start the local cloud by alchemy local or alchemy dev: they resolve it.";
    return all;
  }
}
