package alchemy.files;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/** A file of variables could not be read or written. */
public final class EnvFileUnusableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  EnvFileUnusableException(String path, IOException cause) {
    super(
        cause,
        "A file of variables cannot be changed.",
        cause instanceof CharacterCodingException
            ? path + " is not written in UTF-8."
            : path + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        "What is in it was left as it is.");
  }
}
