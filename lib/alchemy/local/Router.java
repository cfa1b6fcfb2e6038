package alchemy.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the handler of a request by method and path. In a pattern such as {@code
 * /accounts/{a}/workers/scripts/{n}} each brace takes one segment. The first route that fits wins,
 * so a fixed segment is registered before a brace. Filled before it is used, then read only.
 */
public final class Router {
  private static final Handler NOT_FOUND =
      r -> Reply.text(404, "text/plain", "not found\n".getBytes(StandardCharsets.UTF_8));

  private final List<Route> routes = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();

  /** Adds a route; gives this router back. */
  public Router on(String method, String pattern, Handler handler) {
    routes.add(new Route(method, segments(pattern), handler));
    return this;
  }

  /**
   * Hands everything below a prefix to another router, which sees the path without the prefix.
   *
   * @param notFound answers what the inner router has no route for
   */
  public Router mount(String prefix, Router inner, Handler notFound) {
    mounts.add(new Mount(prefix, inner, notFound));
    return this;
  }

  /**
   * The answer of the handler that fits, a plain 404 without one.
   *
   * @throws RequestFailedException with the cause, if a handler throws a checked exception
   */
  public Reply route(Request raw) {
    try {
      var found = find(raw);
      return found.isPresent()
          ? found.get().handler().handle(found.get().request())
          : NOT_FOUND.handle(raw);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RequestFailedException(raw, e);
    }
  }

  private Optional<Found> find(Request raw) {
    for (var mount : mounts) {
      var prefix = mount.prefix();
      if (raw.path().equals(prefix) || raw.path().startsWith(prefix + "/")) {
        var rest = raw.path().substring(prefix.length());
        var inner = raw.at(rest.isEmpty() ? "/" : rest, raw.params());
        return Optional.of(mount.inner().find(inner).orElse(new Found(mount.notFound(), inner)));
      }
    }
    var path = segments(raw.path());
    for (var route : routes) {
      var params = route.match(raw.method(), path);
      if (params != null) {
        params.putAll(raw.params());
        return Optional.of(new Found(route.handler(), raw.at(raw.path(), params)));
      }
    }
    return Optional.empty();
  }

  private static List<String> segments(String path) {
    var text = path.startsWith("/") ? path.substring(1) : path;
    // A slash at the end means the same resource, so no empty last segment is kept.
    return List.of(text.split("/"));
  }

  private record Found(Handler handler, Request request) {}

  private record Mount(String prefix, Router inner, Handler notFound) {}

  private record Route(String method, List<String> pattern, Handler handler) {
    Map<String, String> match(String wanted, List<String> path) {
      if (!method.equals(wanted) || path.size() != pattern.size()) {
        return null;
      }
      Map<String, String> params = new HashMap<>();
      for (int i = 0; i < path.size(); i++) {
        var part = pattern.get(i);
        if (part.startsWith("{")) {
          params.put(part.substring(1, part.length() - 1), decode(path.get(i)));
        } else if (!part.equals(path.get(i))) {
          return null;
        }
      }
      return params;
    }

    // In a path a plus is a plus; URLDecoder would make it a space.
    private static String decode(String segment) {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
