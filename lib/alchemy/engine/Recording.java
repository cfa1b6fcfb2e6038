package alchemy.engine;

/** A script's body. */
@FunctionalInterface
public interface Recording {
  /** Declares resources. */
  void run() throws Exception;
}
