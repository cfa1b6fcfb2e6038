package alchemy.local;

import alchemy.AlchemyException;
import java.nio.file.Path;
import java.time.Duration;

/** Another process owns the data folder and did not get ready. */
public final class DataFolderBusyException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  DataFolderBusyException(Path folder, Duration waited) {
    super(
        "The local cloud's data folder is in use.",
        "folder " + folder,
        "Its owner did not get ready within " + waited.toSeconds() + " s.");
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
