package alchemy.state;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Replaces a file as a whole, so that whoever opens it sees the old or the new one, also after a
 * power failure. Callers hold the stage's lock: the temporary file's name is always the same, so a
 * crash leaves at most one behind.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Replaces a file by one that only its owner reads, from its first moment on. */
  public static void replaceOwnerOnly(Path file, byte[] content) throws IOException {
    replace(Disk.ofMachine(), file, content);
  }

  /** Replaces and flushes file and folder. */
  static void replace(Disk disk, Path file, byte[] content) throws IOException {
    replace(disk, file, content, true);
    disk.flush(file.toAbsolutePath().getParent());
  }

  /** Replaces without a flush: for what means nothing after a power failure. */
  static void replaceUnflushed(Disk disk, Path file, byte[] content) throws IOException {
    replace(disk, file, content, false);
  }

  private static void replace(Disk disk, Path file, byte[] content, boolean flush)
      throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    disk.delete(temporary);
    disk.create(temporary);
    try (Disk.Output out = disk.open(temporary, 0)) {
      out.write(content);
      if (flush) {
        out.flush();
      }
    }
    disk.move(temporary, file);
  }
}
