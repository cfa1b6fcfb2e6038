package alchemy.local.workerd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Keeps ports of 127.0.0.1 open and passes each connection on to a process behind them.
 *
 * <p>workerd stops accepting as soon as it is told to end, yet holds its port until its last
 * request is answered. So a port that must outlive an exchange of processes is ours: a connection
 * made in between waits, and none is refused. One thread serves all ports.
 */
final class Relay implements AutoCloseable {
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Consumer<String> note;
  private volatile boolean closed;
  private boolean ended;

  /** Starts the thread; the note takes what goes wrong with a port. */
  Relay(Consumer<String> note) {
    this.note = note;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var thread = new Thread(this::run, "worker-relay");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a port; connections wait until it has a target.
   *
   * @param port 0 for one that the system picks
   */
  Entry open(int port) {
    try {
      var server = ServerSocketChannel.open();
      try {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        server.configureBlocking(false);
        return new Entry(server, ((InetSocketAddress) server.getLocalAddress()).getPort());
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One open port. */
  final class Entry {
    private final ServerSocketChannel server;
    private final int port;
    private int target;

    private Entry(ServerSocketChannel server, int port) {
      this.server = server;
      this.port = port;
    }

    int port() {
      return port;
    }

    /** Sends all connections that are accepted after it returned to this port. */
    void target(int newTarget) {
      onSelectorThread(
          () -> {
            target = newTarget;
            if (server.isOpen() && selector.isOpen()) {
              server.register(selector, SelectionKey.OP_ACCEPT, this);
            }
          });
    }

    /** Lets connections wait until there is a target again. */
    void hold() {
      onSelectorThread(
          () -> {
            var key = server.keyFor(selector);
            if (key != null) {
              key.cancel();
              selector.selectNow();
            }
          });
    }

    /** Closes the port; connections that it accepted go on. When it returns, the port is free. */
    void close() {
      // A closed channel gives its port free only when the selector has let go of it.
      onSelectorThread(
          () -> {
            server.close();
            if (selector.isOpen()) {
              selector.selectNow();
            }
          });
    }

    private void accept() throws IOException {
      for (var client = server.accept(); client != null; client = server.accept()) {
        RelayedConnection.connect(selector, client, target);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  /** True while a connection to this port waits for the first byte of an answer. */
  boolean isAwaiting(int port) {
    var awaiting = new AtomicBoolean();
    onSelectorThread(
        () ->
            awaiting.set(
                selector.isOpen()
                    && selector.keys().stream()
                        .anyMatch(
                            key ->
                                key.attachment() instanceof RelayedConnection connection
                                    && connection.isAwaiting(port))));
    return awaiting.get();
  }

  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private void onSelectorThread(Task task) {
    var done = new CompletableFuture<Void>();
    Runnable all =
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (IOException e) {
            done.completeExceptionally(new UncheckedIOException(e));
          } catch (RuntimeException e) {
            done.completeExceptionally(e); // of the caller, not of the thread that all share
          }
        };
    boolean queued;
    synchronized (tasks) {
      queued = !ended && tasks.add(all);
    }
    if (queued) {
      selector.wakeup();
    } else {
      all.run();
    }
    done.join();
  }

  private void run() {
    try (selector) {
      while (!closed) {
        selector.select();
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        var keys = selector.selectedKeys();
        keys.forEach(this::serve);
        keys.clear();
      }
      for (var key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      note.accept("the relay to the Workers ended: " + e.getMessage());
    } finally {
      synchronized (tasks) {
        ended = true;
      }
      // Whoever waits for one of these must not wait for ever.
      for (var task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof RelayedConnection connection) {
      connection.serve(key);
      return;
    }
    var entry = (Entry) key.attachment();
    try {
      entry.accept();
    } catch (IOException e) {
      if (entry.server.isOpen()) {
        note.accept("port " + entry.port + ": " + e.getMessage());
      }
    }
  }
}
