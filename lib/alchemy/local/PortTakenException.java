package alchemy.local;

import alchemy.AlchemyException;

/** The port that was asked for is in use. */
public final class PortTakenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PortTakenException(int port, Exception cause) {
    super(cause, "The port cannot be used.", "127.0.0.1:" + port + ": " + cause.getMessage());
  }
}
