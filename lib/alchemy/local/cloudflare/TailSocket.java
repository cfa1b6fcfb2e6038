package alchemy.local.cloudflare;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** The server's side of one WebSocket, that only sends texts and answers pings. RFC 6455. */
final class TailSocket {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MOST = 64 * 1024;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final byte[] END = {};

  // The text that does not fit ends the tail: the Worker's log waits for nobody.
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(1_000);
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  TailSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Answers the request; gives the path without its slash, empty for a request that is refused. */
  String handshake(Predicate<String> known) {
    try {
      var path = line().replaceFirst("^GET /", "").replaceFirst(" HTTP/1.1$", "");
      var key = "";
      var isForeign = false;
      for (var line = line(); !line.isEmpty(); line = line()) {
        var lower = line.toLowerCase(Locale.ROOT);
        key = lower.startsWith("sec-websocket-key:") ? line.substring(18).strip() : key;
        // Pages in a browser send it, other clients do not.
        isForeign |= lower.startsWith("origin:");
      }
      if (isForeign || key.isEmpty() || !known.test(path)) {
        write("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        close();
        return "";
      }
      write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Protocol: trace-v1\r\nSec-WebSocket-Accept: "
              + accept(key)
              + "\r\n\r\n");
      return path;
    } catch (IOException e) {
      close();
      return "";
    }
  }

  private static String accept(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      var hash = digest.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is not available in this JDK", e);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MOST) {
        throw new IOException("no line");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private synchronized void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Has a text sent, without waiting for who reads; false for who is gone or too slow. */
  boolean send(byte[] text) {
    if (!socket.isClosed() && waiting.offer(text)) {
      return true;
    }
    close();
    return false;
  }

  /** Sends what waits, until the socket is closed. */
  void sendWaiting() {
    try {
      for (var text = waiting.take(); text != END; text = waiting.take()) {
        frame(TEXT, text);
      }
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private synchronized void frame(int kind, byte[] content) throws IOException {
    var head = ByteBuffer.allocate(10).put((byte) (0x80 | kind));
    if (content.length < 126) {
      head.put((byte) content.length);
    } else if (content.length < 1 << 16) {
      head.put((byte) 126).putShort((short) content.length);
    } else {
      head.put((byte) 127).putLong(content.length);
    }
    out.write(head.array(), 0, head.position());
    out.write(content);
    out.flush();
  }

  /** Reads what comes until the other side ends. */
  void listen() {
    try {
      while (true) {
        int kind = in.readUnsignedByte() & 15;
        int length = in.readUnsignedByte();
        boolean masked = length > 127;
        long size = length & 127;
        size = size == 126 ? in.readUnsignedShort() : size == 127 ? in.readLong() : size;
        var mask = masked ? in.readNBytes(4) : new byte[4];
        if (size < 0 || size > MOST) {
          return;
        }
        var content = in.readNBytes((int) size);
        for (int i = 0; i < content.length; i++) {
          content[i] ^= mask[i % 4];
        }
        if (kind == PING) {
          frame(PONG, content);
        } else if (kind == CLOSE) {
          frame(CLOSE, content);
          return;
        }
      }
    } catch (IOException e) {
      // The other side is gone, which is how most of them end.
    } finally {
      close();
    }
  }

  void close() {
    waiting.clear();
    var unused = waiting.offer(END);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
