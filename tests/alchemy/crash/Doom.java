package alchemy.crash;

import alchemy.http.JsonClient;
import alchemy.http.Request;
import alchemy.http.Wire;
import alchemy.state.RowChange;
import alchemy.state.StateStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lies ahead of a run: at one of its effects, which are its mutating requests and its writes
 * of state, it ends, or an answer gets lost. Safe for use by several threads.
 */
final class Doom {
  /** What happens at that effect. */
  enum Blow {
    /** The run ends before it asks or writes. */
    BEFORE,
    /** The run ends when the answer is there, or the write is durable. */
    AFTER,
    /** The connection drops after the service did the work; the run goes on. */
    ANSWER_LOST
  }

  /** The run is no more. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the run has ended", null, false, false);
    }
  }

  private static final Set<String> MUTATING = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final Set<Integer> at;
  private final Blow blow;
  private final Runnable end;
  private final List<String> effects = new ArrayList<>();
  private int requests;
  private volatile boolean dead;
  private volatile boolean struck;

  private Doom(Set<Integer> at, Blow blow, Runnable end) {
    this.at = at;
    this.blow = blow;
    this.end = end;
  }

  /** Nothing happens; what the run does is counted. */
  static Doom none() {
    return new Doom(Set.of(), Blow.BEFORE, () -> {});
  }

  /**
   * Something happens at an effect.
   *
   * @param at counted from 1
   */
  static Doom at(int at, Blow blow) {
    return at(at, blow, () -> {});
  }

  /** The answers to several effects are lost. */
  static Doom losing(Set<Integer> at) {
    return new Doom(at, Blow.ANSWER_LOST, () -> {});
  }

  /** The same for a run in a process of its own, which is ended for good. */
  static Doom at(int at, Blow blow, Runnable end) {
    return new Doom(Set.of(at), blow, end);
  }

  /** True once it has happened. */
  boolean hasStruck() {
    return struck;
  }

  /** True once the run is no more. */
  boolean hasEnded() {
    return dead;
  }

  /** What the run has done so far, as {@code POST /v1/projects} or {@code write database}. */
  synchronized List<String> effects() {
    return List.copyOf(effects);
  }

  /** How many requests were sent, reads included. */
  synchronized int requests() {
    return requests;
  }

  /** A client whose requests are effects. */
  JsonClient client() {
    JsonClient.Exchange real = Wire.real();
    return new JsonClient(request -> send(real, request));
  }

  /** A store whose writes are effects. */
  StateStore over(StateStore store) {
    return new DoomedStore(store, this);
  }

  /** An effect without a result. */
  void write(String what, Runnable write) {
    int number = begin("write " + what);
    write.run();
    done(number);
  }

  static String describe(List<RowChange> changes) {
    return changes.stream()
        .map(
            each ->
                each instanceof RowChange.Put put
                    ? each.key()
                        + " "
                        + put.row().status()
                        + (put.row().remoteId() == null ? "" : " with id")
                    : each.key() + " removed")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private HttpResponse<byte[]> send(JsonClient.Exchange real, Request request) throws IOException {
    if (!MUTATING.contains(request.method())) {
      breathe();
      return real.send(request);
    }
    int number = begin(request.method() + " " + withoutIds(request));
    HttpResponse<byte[]> answer = real.send(request);
    if (at.contains(number) && blow == Blow.ANSWER_LOST) {
      struck = true;
      throw new IOException("connection reset");
    }
    done(number);
    return answer;
  }

  private synchronized void breathe() {
    requests++;
    if (dead) {
      throw new Died();
    }
  }

  private synchronized int begin(String what) {
    if (dead) {
      throw new Died();
    }
    if (!what.startsWith("write")) {
      requests++;
    }
    effects.add(what);
    int number = effects.size();
    if (at.contains(number) && blow == Blow.BEFORE) {
      die();
    }
    return number;
  }

  // What was under way elsewhere is done, but nobody hears of it.
  private synchronized void done(int number) {
    if (dead) {
      throw new Died();
    }
    if (at.contains(number) && blow == Blow.AFTER) {
      die();
    }
  }

  private void die() {
    dead = true;
    struck = true;
    end.run();
    throw new Died();
  }

  private static String withoutIds(Request request) {
    return request
        .uri()
        .getPath()
        .replaceFirst(".*/accounts/[0-9a-f]+", "")
        .replaceAll("/(proj|db|con)_\\w+", "/ID")
        .replaceAll("/[0-9a-f]{32}", "/ID");
  }
}
