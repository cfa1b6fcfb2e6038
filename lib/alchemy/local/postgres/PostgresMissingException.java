package alchemy.local.postgres;

import alchemy.AlchemyException;

/** The pinned archive of PostgreSQL's binaries is not on the class path. */
public final class PostgresMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PostgresMissingException(String... details) {
    super("PostgreSQL's binaries are not there.", details);
  }
}
