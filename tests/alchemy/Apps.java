package alchemy;

import alchemy.engine.Session;

/** Apps over given runs, for tests in other packages. */
public final class Apps {
  private Apps() {}

  /** Opens an app over a run. */
  public static App open(Session session) {
    return App.open(session);
  }
}
