package alchemy.local;

import alchemy.AlchemyException;
import java.nio.file.Path;

/** A file of the data folder is damaged, or was sealed with another key. */
public final class UnreadableStoreException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnreadableStoreException(Path file, Exception cause) {
    super(
        cause,
        "A file of the local cloud cannot be read.",
        "file " + file,
        "It is damaged or belongs to another key file. To start the local cloud anew, remove its",
        "data folder; its databases are lost with it.");
  }
}
