package alchemy.sql;

import alchemy.AlchemyException;
import java.util.Locale;

/** A migration begins or ends a transaction, so that it would not be applied as a whole. */
public final class OwnTransactionException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  OwnTransactionException(String file, int line, String words) {
    super(
        "A migration has a transaction of its own.",
        file + ":" + line + ": " + words.strip().toUpperCase(Locale.ROOT),
        "Each file is run in a transaction already. Take it out, or begin the file with"
            + " -- no transaction.",
        "Nothing was run.");
  }
}
