package alchemy.state.postgres;

import alchemy.AlchemyException;

/** What says where the state is does not say it. */
public final class StateUrlException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  StateUrlException() {
    super(
        "The place of the state is none.",
        "ALCHEMY_STATE has to be \"file\", or the connection string of a PostgreSQL database:",
        "    postgres://user:password@host:5432/database");
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
