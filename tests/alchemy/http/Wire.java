package alchemy.http;

/** The way requests really go, for tests that stand in between. */
public final class Wire {
  private Wire() {}

  /** Sends over the network, as a run does. */
  public static JsonClient.Exchange real() {
    return Transport::send;
  }
}
