package alchemy.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key file of stages that never leave this machine: 32 random bytes, owner-only. */
final class LocalKey {
  private static final int LENGTH = 32;

  private final Disk disk;
  private final Path file;
  private final SecureRandom random;

  LocalKey(Disk disk, Path file, SecureRandom random) {
    this.disk = disk;
    this.file = file;
    this.random = random;
  }

  /**
   * The key of a stage that has sealed values.
   *
   * @throws WrongKeyFileException if the file is gone or cut; a new one would open nothing
   */
  byte[] existing() {
    try {
      if (!Files.exists(file)) {
        throw new WrongKeyFileException(file, "is missing");
      }
      return read();
    } catch (IOException e) {
      throw new StateReadFailedException(file, e);
    }
  }

  /** The key, made first if there is none. */
  byte[] make() {
    try {
      if (!Files.exists(file)) {
        create();
      }
      return read();
    } catch (IOException e) {
      throw new StateWriteFailedException(file, e);
    }
  }

  // Two runs may do this at once. A link, unlike a move, never replaces, so both read one key.
  private void create() throws IOException {
    byte[] key = new byte[LENGTH];
    random.nextBytes(key);
    byte[] suffix = new byte[6];
    random.nextBytes(suffix);
    Path folder = file.toAbsolutePath().getParent();
    disk.makeFolder(folder);
    Path temporary =
        folder.resolve(file.getFileName() + "." + HexFormat.of().formatHex(suffix) + ".tmp");
    try {
      disk.create(temporary);
      try (Disk.Output out = disk.open(temporary, 0)) {
        out.write(key);
        out.flush();
      }
      publish(temporary);
    } finally {
      disk.delete(temporary);
    }
    disk.flush(folder);
  }

  private void publish(Path temporary) throws IOException {
    try {
      disk.link(temporary, file);
    } catch (FileAlreadyExistsException e) {
      return; // The other run was first; its key is the one that counts.
    }
  }

  private byte[] read() throws IOException {
    byte[] key = Files.readAllBytes(file);
    if (key.length != LENGTH) {
      throw new WrongKeyFileException(file, "has " + key.length + " bytes instead of " + LENGTH);
    }
    return key;
  }
}
