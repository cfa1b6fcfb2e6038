package alchemy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ports on 127.0.0.1 by name, remembered in the data folder, so that an address that somebody noted
 * holds after a restart. Safe for use by several threads.
 */
public final class Ports {
  private static final String FILE = "ports";

  private final Store store;
  private final Map<String, Object> remembered;
  private final Set<Integer> taken = new HashSet<>();

  /** Reads the ports that were remembered. */
  public Ports(Store store) {
    this.store = store;
    this.remembered = store.load(FILE);
  }

  /**
   * The port of a name: the remembered one if it is free, or was already taken for this name by
   * this process; else a free one, which is remembered from now on.
   */
  public synchronized int take(String name) {
    var before = remembered.get(name);
    if (before instanceof Integer port && isFree(port) && !isOfAnother(name, port)) {
      taken.add(port);
      return port;
    }
    var port = fresh();
    while (remembered.containsValue(port) || taken.contains(port)) {
      port = fresh();
    }
    return remember(name, port);
  }

  /**
   * The port of a name, for one that others have written down: it is the remembered one, or a free
   * one the first time.
   *
   * @throws PortTakenException if somebody else has the remembered one
   */
  public synchronized int keep(String name) {
    if (remembered.get(name) instanceof Integer port && !isFree(port)) {
      throw new PortTakenException(name, port);
    }
    return take(name);
  }

  /** Notes a port that the caller has bound already. */
  synchronized int remember(String name, int port) {
    taken.add(port);
    if (!Integer.valueOf(port).equals(remembered.put(name, port))) {
      store.save(FILE, remembered);
    }
    return port;
  }

  private boolean isOfAnother(String name, int port) {
    return remembered.entrySet().stream()
        .anyMatch(e -> !e.getKey().equals(name) && e.getValue().equals(port));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      // As the servers do that will listen here: a port in TIME_WAIT is free to them.
      socket.setReuseAddress(true);
      socket.bind(Loopback.at(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int fresh() {
    try (var socket = new ServerSocket(0, 1, Loopback.address())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
