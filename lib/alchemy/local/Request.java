package alchemy.local;

import java.util.Map;

/**
 * One HTTP request, as a handler sees it.
 *
 * @param method upper case, as {@code GET}
 * @param path below the mount point, starting with a slash, still percent-encoded
 * @param query decoded query parameters; the last one of a name wins
 * @param headers by lower-case name; several of one name are joined by commas
 * @param body the whole body, empty when there is none
 * @param params what the braces of the route's pattern matched, decoded
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    Map<String, String> params) {

  /**
   * The body as a tree of maps, lists and plain values; an empty body gives an empty map.
   *
   * @throws InvalidBodyException if it is not JSON
   */
  public Object json() {
    return body.length == 0 ? Map.of() : Json.read(body);
  }

  /** The token of {@code Authorization: Bearer …}, or an empty text. */
  public String bearer() {
    var header = headers.getOrDefault("authorization", "");
    return header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7).strip() : "";
  }

  /** The same request with other parameters and another path, as a router hands it on. */
  Request at(String newPath, Map<String, String> newParams) {
    return new Request(method, newPath, query, headers, body, newParams);
  }

  /** Without query, headers and body, since those carry tokens. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
