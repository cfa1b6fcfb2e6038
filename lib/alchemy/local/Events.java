package alchemy.local;

/** Where the local cloud tells what happens: the terminal, or JSON lines for the parent. */
public interface Events {
  /** A line that a Worker wrote. */
  void log(String worker, String text);

  /** A line of the local cloud itself, such as a fault. Never holds a secret. */
  void note(String text);
}
