package alchemy.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a service's API is.
 *
 * @param base without a slash at its end
 */
public record Endpoint(URI base) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

  /**
   * Checks a base URL: https, or http on this machine's loopback address.
   *
   * @param variable where it was set, for the message
   * @throws InsecureEndpointException if a token must not be sent there
   */
  public static Endpoint of(String variable, String url) {
    URI base;
    try {
      base = new URI(url.strip().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new InsecureEndpointException(variable, "is not a URL");
    }
    if (base.getHost() == null) {
      throw new InsecureEndpointException(variable, "is not a URL with a host");
    }
    if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getFragment() != null) {
      throw new InsecureEndpointException(variable, "holds more than a host and a path");
    }
    boolean http = "http".equalsIgnoreCase(base.getScheme());
    if (!"https".equalsIgnoreCase(base.getScheme()) && !(http && isLoopback(base.getHost()))) {
      throw new InsecureEndpointException(
          variable, "would send the token unprotected to " + base.getHost());
    }
    return new Endpoint(base);
  }

  static boolean isLoopback(String host) {
    return host != null && LOOPBACK.matcher(host).matches();
  }

  /** How state knows it: {@code local} on this machine, whose port may change, else the URL. */
  public String place() {
    return isLoopback(base.getHost()) ? "local" : base.toString();
  }

  /** The address of a path, whose segments are encoded already. */
  public URI at(String path) {
    return URI.create(base + path);
  }

  /** The address of a path with a query; parameters that are null are left out. */
  public URI at(String path, Map<String, ?> query) {
    String text =
        query.entrySet().stream()
            .filter(each -> each.getValue() != null)
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue().toString()))
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? at(path) : at(path + "?" + text);
  }

  /** A text as one segment of a path, or as a parameter. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A percent-encoded text as it was meant; what is no valid escape is left as it stands. */
  public static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = i + 2 < raw.length && raw[i] == '%' ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      if (low < 0) {
        bytes.write(raw[i]);
      } else {
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
