package alchemy.local;

/** Where the local cloud tells what happens: the terminal, or JSON lines for the parent. */
public interface Events {
  /** A line that a Worker wrote. */
  void log(String worker, String text);

  /**
   * A request that a Worker has answered.
   *
   * @param path without the query, which may hold a secret
   * @param millis until it and all that the Worker did for it had ended
   */
  default void request(String worker, String method, String path, int status, long millis) {}

  /** A line of the local cloud itself, such as a fault. Never holds a secret. */
  void note(String text);
}
