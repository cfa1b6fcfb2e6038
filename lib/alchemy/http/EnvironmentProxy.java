package alchemy.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy that {@code HTTPS_PROXY} names, except for this machine and the hosts of {@code
 * NO_PROXY}; without the variable the JDK's own settings hold. Names in small letters go first, as
 * with curl.
 */
final class EnvironmentProxy extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);

  private final Map<String, String> env;
  private final ProxySelector otherwise;

  EnvironmentProxy(Map<String, String> env, ProxySelector otherwise) {
    this.env = env;
    this.otherwise = otherwise;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost();
    if (Endpoint.isLoopback(host)) {
      return NONE;
    }
    String proxy = variable("https_proxy");
    if (proxy.isEmpty()) {
      return otherwise == null ? NONE : otherwise.select(uri);
    }
    return isExcepted(host) ? NONE : List.of(proxy(proxy));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The request fails with the same error; there is no second proxy to try.
  }

  private boolean isExcepted(String host) {
    for (String each : variable("no_proxy").split(",")) {
      String domain = each.strip().replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
      String name = host.toLowerCase(Locale.ROOT);
      if (!domain.isEmpty()
          && (domain.equals("*") || name.equals(domain) || name.endsWith("." + domain))) {
        return true;
      }
    }
    return false;
  }

  private static Proxy proxy(String text) {
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  private String variable(String name) {
    String small = env.getOrDefault(name, "");
    return small.isEmpty() ? env.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
  }
}
