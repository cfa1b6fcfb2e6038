package alchemy.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and folders that only their owner reads, from their first moment on. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /** Makes a folder and the missing ones above it. */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, mode(folder, "rwx------"));
  }

  /** Makes an empty file; false if there is one already. */
  static boolean file(Path file) throws IOException {
    try {
      Files.createFile(file, mode(file, "rw-------"));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  // Where there are no such permissions, as on Windows, a folder of the user's is private already.
  private static FileAttribute<?>[] mode(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
