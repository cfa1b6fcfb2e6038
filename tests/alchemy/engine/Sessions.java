package alchemy.engine;

import alchemy.http.JsonClient;
import alchemy.state.StateStore;
import java.util.function.Supplier;

/** Runs over a given state with given clients, for tests in other packages. */
public final class Sessions {
  private Sessions() {}

  /** A run whose every write and request the caller may watch and end. */
  public static Session over(
      String app, RunOptions options, StateStore store, Supplier<JsonClient> clients) {
    return new Session(app, options, store, clients);
  }
}
