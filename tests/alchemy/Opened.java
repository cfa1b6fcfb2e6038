package alchemy;

import alchemy.engine.Session;

/** Opens apps over sessions that a test made, whose state and clients it chose. */
public final class Opened {
  private Opened() {}

  /** An app over this session; it is the one that declarations without an app mean. */
  public static App over(Session session) {
    return App.open(session);
  }
}
