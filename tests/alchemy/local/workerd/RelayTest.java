package alchemy.local.workerd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Relay relay =
      new Relay(
          text -> {
            throw new AssertionError(text);
          });

  @AfterEach
  void close() {
    relay.close();
  }

  @Test
  void bytesPassBothWaysAndTheEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
    // More than all buffers on the way hold, so that a side that does not read stops the other.
    var sent = new byte[8_000_000];
    new Random(1).nextBytes(sent);
    try (var server = new ServerSocket(0, 50, LOOPBACK)) {
      var echo = CompletableFuture.runAsync(() -> echoAtEnd(server));
      var entry = relay.open(0);
      entry.target(server.getLocalPort());
      try (var client = new Socket(LOOPBACK, entry.port())) {
        client.getOutputStream().write(sent);
        client.shutdownOutput();
        assertArrayEquals(sent, client.getInputStream().readAllBytes());
      }
      echo.get();
    }
  }

  private static void echoAtEnd(ServerSocket server) {
    try (var peer = server.accept()) {
      peer.getOutputStream().write(peer.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConnectionMadeTooEarlyWaitsForTheTarget() throws Exception {
    try (var server = new ServerSocket(0, 50, LOOPBACK)) {
      var entry = relay.open(0);
      try (var client = new Socket(LOOPBACK, entry.port())) {
        client.getOutputStream().write(7);
        entry.target(server.getLocalPort());
        try (var peer = server.accept()) {
          assertEquals(7, peer.getInputStream().read());
        }
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @Test
  void aClosedPortRefusesAndCanBeOpenedAgain() throws Exception {
    try (var server = new ServerSocket(0, 50, LOOPBACK)) {
      var entry = relay.open(0);
      int port = entry.port();
      entry.target(server.getLocalPort());
      new Socket(LOOPBACK, port).close();
      server.accept().close();
      entry.close();
      assertThrows(ConnectException.class, () -> new Socket(LOOPBACK, port).close());
      var again = relay.open(port);
      again.target(server.getLocalPort());
      new Socket(LOOPBACK, port).close();
      server.accept().close();
    }
  }

  @Test
  void aTargetThatIsGoneEndsTheConnection() throws Exception {
    int gone;
    try (var server = new ServerSocket(0, 50, LOOPBACK)) {
      gone = server.getLocalPort();
    }
    var entry = relay.open(0);
    entry.target(gone);
    try (var client = new Socket(LOOPBACK, entry.port())) {
      assertEquals(-1, client.getInputStream().read());
    }
  }
}
