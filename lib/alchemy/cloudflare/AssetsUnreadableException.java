package alchemy.cloudflare;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file among the static assets cannot be read. */
public final class AssetsUnreadableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AssetsUnreadableException(Path path, IOException cause) {
    super(
        "The assets cannot be read.",
        file(path, cause) + ": " + cause.getClass().getSimpleName(),
        "Make it readable, or take it out of the folder.");
  }

  private static Path file(Path path, IOException cause) {
    boolean isTold = cause instanceof FileSystemException told && told.getFile() != null;
    return (isTold ? Path.of(((FileSystemException) cause).getFile()) : path).getFileName();
  }
}
