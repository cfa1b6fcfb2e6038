package alchemy.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole, so that whoever opens it sees the old or the new one, also after a
 * power failure. Callers hold the stage's lock: the temporary file's name is always the same, so a
 * crash leaves at most one behind.
 *
 * <p>Plain streams are used because an interrupt closes a channel in the middle of a write, and an
 * interrupted run still has to record what it did.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** Replaces and flushes file and folder. */
  static void replace(Path file, byte[] content) throws IOException {
    replace(file, content, true);
    flushFolder(file.toAbsolutePath().getParent());
  }

  /** Replaces without a flush: for what means nothing after a power failure. */
  static void replaceUnflushed(Path file, byte[] content) throws IOException {
    replace(file, content, false);
  }

  private static void replace(Path file, byte[] content, boolean flush) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    OwnerOnly.file(temporary);
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      out.write(content);
      if (flush) {
        out.getFD().sync();
      }
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes a folder's entries durable. */
  static void flushFolder(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows opens no folder, and writes its entries with the file.
    }
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
          entries.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted = true; // Flush once more without the interrupt, which is set again below.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
