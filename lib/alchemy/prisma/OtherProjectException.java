package alchemy.prisma;

import alchemy.AlchemyException;

/** A connection was given a database, and a project that the database is not in. */
public final class OtherProjectException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  OtherProjectException(String database, String project) {
    super(
        "The database is in another project.",
        database + " is not in " + project,
        "Leave .project(...) out, or pass the project that the database is in.");
  }
}
