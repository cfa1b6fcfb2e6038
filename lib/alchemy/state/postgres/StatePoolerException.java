package alchemy.state.postgres;

import alchemy.AlchemyException;

/** Between us and the database is what hands one session of the server to several clients. */
public final class StatePoolerException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StatePoolerException(PostgresPlace place) {
    super(
        "The state cannot be kept through a connection pooler.",
        place.toString(),
        "A pooler shares sessions of the server, so that a lock there keeps nobody out.",
        "Nothing was changed. Set ALCHEMY_STATE to the database's direct connection string.");
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
