package alchemy.prisma;

import alchemy.AlchemyException;
import java.time.Duration;

/** The service made a database, which then did not become ready. */
public final class DatabaseNotReadyException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  DatabaseNotReadyException(String id, String status, Duration waited) {
    super(
        "A database did not become ready.",
        "database " + id + ": status " + status + " after " + waited.toSeconds() + " s",
        status.equals("failure")
            ? "Prisma could not provision it. Delete it in Prisma's console and run again."
            : "Run the command again; it goes on waiting.");
  }
}
