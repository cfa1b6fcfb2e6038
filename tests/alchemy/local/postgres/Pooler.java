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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What stands between a client and PostgreSQL as a connection pooler does: it relays, and tells
 * each client a process number of its own, as PgBouncer does. It may also refuse all that begin,
 * cut all connections, or let them fall silent.
 */
public final class Pooler implements AutoCloseable {
  private final ServerSocket listening;
  private final int server;
  private final int shift;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private volatile String refusal;
  private volatile int silenced;

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

  /** From now on refuses what clients begin with, as PgBouncer refuses what it does not know. */
  public Pooler refusing(String why) {
    refusal = why;
    return this;
  }

  /** The connections that there are pass nothing on any more, and do not end; new ones do. */
  public void silence() {
    silenced = open.size();
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
      if (refusal != null) {
        refuse(client);
        continue;
      }
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(behind);
      int number = open.size();
      // Where one end is gone, both are.
      start(
          () -> {
            try (client;
                behind) {
              relay(client.getInputStream(), behind.getOutputStream(), number);
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

  private void refuse(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readNBytes(in.readInt() - 4);
      byte[] fields = ("SFATAL\0C08P01\0M" + refusal + "\0\0").getBytes(StandardCharsets.UTF_8);
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      out.writeByte('E');
      out.writeInt(fields.length + 4);
      out.write(fields);
    }
  }

  private void relay(InputStream from, OutputStream to, int number) throws IOException {
    byte[] some = new byte[8192];
    for (int read = from.read(some); read >= 0; read = from.read(some)) {
      if (number > silenced) {
        to.write(some, 0, read);
      }
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
