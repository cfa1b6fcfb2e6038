package alchemy.local.postgres;

import alchemy.AlchemyException;

/** The local PostgreSQL did not start, or refused a statement. */
public final class PostgresFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PostgresFailedException(Throwable cause, String... details) {
    super(cause, "The local PostgreSQL failed.", details);
  }
}
