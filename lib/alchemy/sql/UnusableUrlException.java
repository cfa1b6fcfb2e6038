package alchemy.sql;

import alchemy.AlchemyException;

/** A connection string is not of the form that migrations need. */
public final class UnusableUrlException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnusableUrlException() {
    super(
        "Migrations cannot use this connection.",
        "Its connection string is not postgres://user:password@host:port/database.",
        "Give them a connection that leads straight to PostgreSQL.");
  }
}
