package alchemy.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name, which a lock's holder is known by. */
final class Host {
  private Host() {}

  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown"; // a machine without a name has no other one to be mixed up with
    }
  }
}
