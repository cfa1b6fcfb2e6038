package alchemy.local.cloudflare;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a PostgreSQL and says that it has no TLS; else it passes everything on. */
final class WithoutTls implements AutoCloseable {
  private static final int SSL_REQUEST_BYTES = 8;

  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  WithoutTls(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    var unused =
        threads.submit(
            () -> {
              while (true) {
                var client = server.accept();
                var unusedEither = threads.submit(() -> serve(client));
              }
            });
  }

  int port() {
    return server.getLocalPort();
  }

  private Void serve(Socket client) throws IOException {
    try (client;
        var postgres = new Socket(InetAddress.getLoopbackAddress(), target)) {
      var first = client.getInputStream().readNBytes(SSL_REQUEST_BYTES);
      if (first.length < SSL_REQUEST_BYTES) {
        throw new EOFException("no start of a session");
      }
      // The request for TLS is one whose length is eight.
      if (first[3] == SSL_REQUEST_BYTES) {
        client.getOutputStream().write('N');
      } else {
        postgres.getOutputStream().write(first);
      }
      var unused =
          threads.submit(() -> postgres.getInputStream().transferTo(client.getOutputStream()));
      client.getInputStream().transferTo(postgres.getOutputStream());
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
