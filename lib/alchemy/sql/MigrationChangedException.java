package alchemy.sql;

import alchemy.AlchemyException;
import alchemy.postgres.DatabaseUrl;

/** A migration was applied to the database with another content than it has now. */
public final class MigrationChangedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MigrationChangedException(String file, DatabaseUrl database) {
    super(
        "A migration was changed after it was applied.",
        file + ", applied to " + database,
        "Put it back as it was, and write what is new into another file.");
  }
}
