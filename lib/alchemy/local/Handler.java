package alchemy.local;

/** Answers one kind of request. Called by several threads at once. */
@FunctionalInterface
public interface Handler {
  /** The answer. What it throws becomes a 500 that tells the terminal, not the client, why. */
  Reply handle(Request request) throws Exception;
}
