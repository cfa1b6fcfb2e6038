package alchemy.local.workerd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where workerd processes find each other: sockets in the folder in which all of them run, which
 * only its owner may enter. So names stay short, and no port is open to other users.
 */
final class Sockets {
  /** The process of the simulators. */
  static final String SIMULATORS = "simulators";

  private Sockets() {}

  /** A name that no socket has. */
  static String fresh() {
    return "s-" + UUID.randomUUID();
  }

  /** Removes what processes that were killed have left behind. */
  static void sweep(Path folder) {
    try (var left = Files.list(folder)) {
      for (var each : left.toList()) {
        var name = each.getFileName().toString();
        if (name.startsWith("s-") || name.startsWith("w-") || name.equals(SIMULATORS)) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a socket, if it is there. */
  static void remove(Path folder, String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a Worker's socket. */
  static String worker(String name) {
    return "w-" + name;
  }

  /** The address of a socket, for a process that runs in the folder. */
  static String address(String socket) {
    return "unix:" + socket;
  }
}
