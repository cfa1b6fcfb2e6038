package alchemy.local;

import alchemy.AlchemyException;

/** The port that was asked for is in use. */
public final class PortTakenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String name, int port) {
    super(
        "A port that is needed is in use.",
        "127.0.0.1:" + port + ", where " + name + " was before, has another listener.",
        "What was deployed refers to that port: end the program that has it, and run this again.");
  }

  PortTakenException(int port, Exception cause) {
    super(cause, "The port cannot be used.", "127.0.0.1:" + port + ": " + cause.getMessage());
  }
}
