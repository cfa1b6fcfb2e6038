package alchemy.local.workerd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A client's connection and ours to the process behind, bytes passed both ways. The end of one
 * direction is passed on alone, so that a client may close its half and still read the answer. A
 * side that breaks ends the other. Used by the relay's thread alone.
 */
final class RelayedConnection {
  private static final int BUFFER = 32 * 1024;

  private final SocketChannel client;
  private final SocketChannel target;
  private final Direction up;
  private final Direction down;
  private final int port;
  private SelectionKey clientKey;
  private SelectionKey targetKey;

  private RelayedConnection(SocketChannel client, SocketChannel target, int port) {
    this.port = port;
    this.client = client;
    this.target = target;
    this.up = new Direction(client, target);
    this.down = new Direction(target, client);
  }

  /** Takes an accepted connection over and connects it to a port of 127.0.0.1. */
  static void connect(Selector selector, SocketChannel client, int port) throws IOException {
    var connection = new RelayedConnection(client, SocketChannel.open(), port);
    try {
      connection.begin(selector);
    } catch (IOException e) {
      // Nobody listens there any more: to the client, a connection that ends without an answer.
      connection.close();
    }
  }

  private void begin(Selector selector) throws IOException {
    for (var each : new SocketChannel[] {client, target}) {
      each.configureBlocking(false);
      each.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    clientKey = client.register(selector, 0, this);
    targetKey = target.register(selector, SelectionKey.OP_CONNECT, this);
    if (target.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))) {
      updateInterest();
    }
  }

  /** True if it goes to this port, and nothing has come back yet. */
  boolean isAwaiting(int other) {
    return port == other && !down.begun && !down.ended;
  }

  /** Does what a channel is ready for. */
  void serve(SelectionKey ready) {
    try {
      if (ready.isConnectable()) {
        target.finishConnect();
      }
      if (ready.isReadable()) {
        (ready == clientKey ? up : down).read();
      }
      if (ready.isWritable()) {
        (ready == clientKey ? down : up).write();
      }
      if (up.ended && down.ended) {
        close();
      } else {
        updateInterest();
      }
    } catch (IOException e) {
      close();
    }
  }

  // What was read is written before more is read: a slow side slows the other one down.
  private void updateInterest() {
    clientKey.interestOps(
        (up.wantsBytes() ? SelectionKey.OP_READ : 0)
            | (down.hasBytes() ? SelectionKey.OP_WRITE : 0));
    targetKey.interestOps(
        (down.wantsBytes() ? SelectionKey.OP_READ : 0)
            | (up.hasBytes() ? SelectionKey.OP_WRITE : 0));
  }

  private void close() {
    try {
      client.close();
      target.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Direction {
    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private boolean begun;
    private boolean ended;

    Direction(SocketChannel from, SocketChannel to) {
      this.from = from;
      this.to = to;
    }

    boolean hasBytes() {
      return buffer.hasRemaining();
    }

    boolean wantsBytes() {
      return !ended && !hasBytes();
    }

    void read() throws IOException {
      buffer.clear();
      int count = from.read(buffer);
      buffer.flip();
      if (count < 0) {
        ended = true;
        to.shutdownOutput();
      } else {
        begun = true;
        write();
      }
    }

    void write() throws IOException {
      to.write(buffer);
    }
  }
}
