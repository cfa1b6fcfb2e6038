package alchemy.local.postgres;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What stands between a client and PostgreSQL as a connection pooler does: it relays, and tells
 * each client a process number of its own, as PgBouncer does. It may also cut all connections.
 */
public final class Pooler implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final int shift;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param server the server's port
   * @param shift what is added to the process numbers; 0 for a mere relay
   */
  public Pooler(int server, int shift) {
    this.server = server;
    this.shift = shift;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Cuts all connections that there are. */
  public void cut() {
    open.forEach(Pooler::close);
    open.clear();
  }

  @Override
  public void close() {
    close(listening);
    cut();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(behind);
      // Where one end is gone, both are.
      start(
          () -> {
            try (client;
                behind) {
              client.getInputStream().transferTo(behind.getOutputStream());
            }
          });
      start(
          () -> {
            try (client;
                behind) {
              relay(behind.getInputStream(), client.getOutputStream());
            }
          });
    }
  }

  // Each message is a letter, its length, which counts itself, and so many bytes.
  private void relay(InputStream from, OutputStream to) throws IOException {
    DataInputStream in = new DataInputStream(from);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to));
    while (true) {
      int letter = in.readUnsignedByte();
      int length = in.readInt();
      out.writeByte(letter);
      out.writeInt(length);
      if (letter == 'K') {
        out.writeInt(in.readInt() + shift);
        out.write(in.readNBytes(length - 8));
      } else {
        out.write(in.readNBytes(length - 4));
      }
      out.flush();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                // One end is gone, which is how a relay ends.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Closeable each) {
    try {
      each.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
