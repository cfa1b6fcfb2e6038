package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tails of Workers: who has one is told each event over a WebSocket, at a port that is opened for
 * the first of them. The address of a tail is its secret.
 */
final class Tails implements AutoCloseable {
  private static final int INVALID = 10021;
  private static final Duration LIFE = Duration.ofHours(6);

  private final Clock clock;
  private final Map<String, Tail> tails = new ConcurrentHashMap<>();
  private ServerSocket server;

  Tails(Clock clock) {
    this.clock = clock;
  }

  private record Tail(
      String worker, List<Fields> filters, Instant expires, List<TailSocket> listeners) {}

  /** A new tail of a Worker, as an answer shows it. */
  Map<String, Object> open(String worker, Fields body) {
    var filters = body.list("filters").stream().map(f -> Fields.of(f, "filter", INVALID)).toList();
    filters.forEach(each -> each.tree().keySet().forEach(Tails::check));
    var id = UUID.randomUUID().toString().replace("-", "");
    var expires = clock.instant().plus(LIFE);
    endExpired();
    tails.put(id, new Tail(worker, filters, expires, new CopyOnWriteArrayList<>()));
    return Map.of(
        "id",
        id,
        "url",
        "ws://" + Loopback.HOST + ":" + port() + "/" + id,
        "expires_at",
        expires.toString());
  }

  private static void check(String filter) {
    if (!List.of("sampling_rate", "outcome", "method", "query").contains(filter)) {
      throw ApiErrorException.notHere("the filter " + filter + " of a tail");
    }
  }

  private void endExpired() {
    tails.forEach(
        (id, tail) -> {
          if (clock.instant().isAfter(tail.expires())) {
            end(id);
          }
        });
  }

  void end(String id) {
    var tail = tails.remove(id);
    if (tail != null) {
      tail.listeners().forEach(TailSocket::close);
    }
  }

  /** Tells all that follow the Worker. */
  void tell(String worker, Map<String, Object> event) {
    endExpired();
    for (var tail : tails.values()) {
      if (tail.worker().equals(worker) && !tail.listeners().isEmpty()) {
        Map<String, Object> told = new LinkedHashMap<>(event);
        told.put("scriptName", worker);
        var json = Json.write(told);
        if (tail.filters().stream().allMatch(filter -> passes(filter, event, json))) {
          tail.listeners().removeIf(each -> !each.send(json));
        }
      }
    }
  }

  private static boolean passes(Fields filter, Map<String, Object> event, byte[] json) {
    var tree = filter.tree();
    if (tree.get("sampling_rate") instanceof Number rate
        && ThreadLocalRandom.current().nextDouble() >= rate.doubleValue()) {
      return false;
    }
    if (filter.has("outcome") && !filter.list("outcome").contains(event.get("outcome"))) {
      return false;
    }
    var request =
        event.get("event") instanceof Map<?, ?> what && what.get("request") instanceof Map<?, ?> r
            ? r
            : Map.of();
    if (filter.has("method") && !filter.list("method").contains(request.get("method"))) {
      return false;
    }
    return !filter.has("query")
        || new String(json, java.nio.charset.StandardCharsets.UTF_8).contains(filter.text("query"));
  }

  private synchronized int port() {
    if (server == null) {
      try {
        server = new ServerSocket();
        server.bind(Loopback.at(0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      inThread(this::accept);
    }
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = new TailSocket(server.accept());
        inThread(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(TailSocket socket) {
    var tail = tails.get(socket.handshake(path -> tails.containsKey(path)));
    if (tail != null) {
      inThread(socket::sendWaiting);
      tail.listeners().add(socket);
      socket.listen();
      tail.listeners().remove(socket);
    }
  }

  private static void inThread(Runnable work) {
    var thread = new Thread(work, "tail");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() {
    tails.keySet().forEach(this::end);
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
