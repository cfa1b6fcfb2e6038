package alchemy.local;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The one address that anything here listens on. */
public final class Loopback {
  /** It as text, as URLs and PostgreSQL's settings name it. */
  public static final String HOST = "127.0.0.1";

  private Loopback() {}

  /** A port on it. */
  public static InetSocketAddress at(int port) {
    return new InetSocketAddress(address(), port);
  }

  // By its bytes: InetAddress.getLoopbackAddress() is ::1 where IPv6 is preferred.
  static InetAddress address() {
    try {
      return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
