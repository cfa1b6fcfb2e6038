package alchemy.files;

import alchemy.state.AlchemyFolder;
import alchemy.state.AtomicFile;
import alchemy.state.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one thread of one process at a time change the files of a script's folder: a file may be
 * that of two stages. What is on its way lies in {@code .alchemy/cache}, which git ignores.
 */
final class OneWriter {
  // The operating system's lock is the process's; its threads need another.
  private static final Object HERE = new Object();

  private OneWriter() {}

  /** Reads a file and replaces it. */
  @FunctionalInterface
  interface Change<T> {
    T make() throws IOException;
  }

  /** Makes a change while nobody else makes one. */
  static <T> T alone(Path root, Change<T> change) throws IOException {
    synchronized (HERE) {
      OwnerOnly.folder(folder(root));
      try (FileChannel channel =
          FileChannel.open(
              folder(root).resolve("env.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock();
        return change.make();
      }
    }
  }

  /** Replaces a file as a whole; only within a change. */
  static void replace(Path root, Path file, EnvText text) throws IOException {
    AtomicFile.replaceOwnerOnly(
        file, text.toString().getBytes(StandardCharsets.UTF_8), folder(root).resolve("env.tmp"));
  }

  private static Path folder(Path root) {
    return new AlchemyFolder(root.resolve(".alchemy")).cache();
  }
}
