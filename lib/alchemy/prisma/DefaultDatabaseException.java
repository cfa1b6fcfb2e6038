package alchemy.prisma;

import alchemy.AlchemyException;

/** A project's default database, which the service deletes with the project only. */
public final class DefaultDatabaseException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  DefaultDatabaseException(String id, Throwable cause) {
    super(
        cause,
        "The default database of a project is not deleted by itself.",
        "database " + id + ": the service deletes it with its project.",
        "Keep it by .delete(false), or delete the project in the console of Prisma.");
  }
}
