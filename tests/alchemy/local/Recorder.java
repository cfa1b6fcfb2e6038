package alchemy.local;

import java.util.Optional;

/** Records what tests exchange with an API beside the local cloud's own server. */
public final class Recorder {
  private static final Optional<Recording> FILE = Recording.ofEnvironment();

  private Recorder() {}

  /** Adds an exchange; its path is below {@code /v1} or {@code /client/v4}. */
  public static void add(Request request, Reply reply) {
    FILE.ifPresent(each -> each.add(request, reply, false));
  }

  /** Adds a request that a test itself answers, so that only the request is held to anything. */
  public static void asked(Request request) {
    add(request, Reply.empty(0));
  }
}
