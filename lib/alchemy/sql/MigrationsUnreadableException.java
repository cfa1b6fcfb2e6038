package alchemy.sql;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/** A file of migrations could not be read. */
public final class MigrationsUnreadableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MigrationsUnreadableException(String folder, IOException cause) {
    super(
        cause,
        "Migrations cannot be read.",
        cause instanceof CharacterCodingException
            ? "A file in " + folder + " is not written in UTF-8."
            : folder + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }
}
