package alchemy.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The disk of this machine. Plain files are used where bytes are written, because an interrupt
 * closes a channel in the middle of a write.
 */
final class MachineDisk implements Disk {
  @Override
  public void makeFolder(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path each = folder.toAbsolutePath(); !Files.exists(each); each = each.getParent()) {
      missing.push(each);
    }
    for (Path each : missing) {
      OwnerOnly.folder(each);
      flush(each.getParent());
    }
  }

  @Override
  public boolean create(Path file) throws IOException {
    return OwnerOnly.file(file);
  }

  @Override
  public Output open(Path file, long length) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    try {
      opened.setLength(length);
      opened.seek(length);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    return new MachineOutput(opened);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (UnsupportedOperationException e) {
      Files.move(file, name);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void flush(Path folder) throws IOException {
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

  private static final class MachineOutput implements Output {
    private final RandomAccessFile file;

    MachineOutput(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      file.write(bytes);
    }

    @Override
    public void flush() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void empty() throws IOException {
      file.setLength(0);
      file.seek(0);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
