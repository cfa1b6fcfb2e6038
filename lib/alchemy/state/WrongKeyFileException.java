package alchemy.state;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** The key file that seals a local stage is missing, cut, or another one. */
public final class WrongKeyFileException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  WrongKeyFileException(Path file, String why) {
    super(
        "The stage's secrets cannot be opened with its key file.",
        file + ": " + why,
        "Put the right file back. If it is lost, so are the secrets: destroy the local cloud's"
            + " data",
        "and this stage's folder, and deploy anew.");
  }
}
