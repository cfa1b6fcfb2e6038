package alchemy.sql;

import alchemy.AlchemyException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The database refused a statement of a migration, or what all of them come to. */
public final class MigrationFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  MigrationFailedException(
      String file, String text, SqlStatements.Statement at, boolean whole, SQLException cause) {
    super(cause, "A migration failed.", details(file, text, at, whole, cause));
  }

  private static String[] details(
      String file, String text, SqlStatements.Statement at, boolean whole, SQLException cause) {
    ServerErrorMessage said =
        cause instanceof PSQLException server ? server.getServerErrorMessage() : null;
    int offset = at == null ? 0 : at.at();
    if (at != null && said != null && said.getPosition() > 0) {
      int letters = Math.min(said.getPosition() - 1, at.sql().codePointCount(0, at.sql().length()));
      offset += at.sql().offsetByCodePoints(0, letters);
    }
    List<String> details = new ArrayList<>();
    details.add(
        file
            + (at == null ? "" : ":" + SqlStatements.line(text, offset))
            + ": "
            + firstLine(said == null ? cause.getMessage() : said.getMessage()));
    if (said != null && said.getDetail() != null) {
      details.add("  " + firstLine(said.getDetail()));
    }
    if (said != null && said.getHint() != null) {
      details.add("  " + firstLine(said.getHint()));
    }
    details.add(
        whole
            ? "Nothing of this file was applied. Correct it, and run the command again."
            : "It says \"no transaction\", so that "
                + (at == null ? "all of it" : "what stands before this line")
                + " was applied. Undo that, or take it out; then run the command again.");
    return details.toArray(String[]::new);
  }

  static String firstLine(String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
