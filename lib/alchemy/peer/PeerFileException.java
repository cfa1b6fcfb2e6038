package alchemy.peer;

import alchemy.AlchemyException;

/** A file of the TypeScript Alchemy's state is not what that program writes. */
public final class PeerFileException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PeerFileException(String file, String why, Throwable cause) {
    super(
        cause,
        "A file of the TypeScript Alchemy's state cannot be used.",
        file + ": " + why,
        "Nothing was imported. Restore the file, or let the TypeScript Alchemy write it again.");
  }
}
