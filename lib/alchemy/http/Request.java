package alchemy.http;

import alchemy.Secret;
import alchemy.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request, immutable. Its text shows method and path only: queries, headers and bodies may hold
 * secrets.
 */
public final class Request {
  /** What our providers call themselves. */
  public static final String AGENT = "alchemy-java";

  private static final byte[] NOTHING = {};

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean repeatable;
  private final String credential;
  private final Rate rate;

  private Request(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      boolean repeatable,
      String credential,
      Rate rate) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
    this.repeatable = repeatable;
    this.credential = credential;
    this.rate = rate;
  }

  /** Reads. */
  public static Request get(URI uri) {
    return of("GET", uri);
  }

  /** Makes something, or does anything else that must not be done twice. */
  public static Request post(URI uri) {
    return of("POST", uri);
  }

  /** Puts the whole of something. */
  public static Request put(URI uri) {
    return of("PUT", uri);
  }

  /** Changes a part of something. */
  public static Request patch(URI uri) {
    return of("PATCH", uri);
  }

  /** Deletes. */
  public static Request delete(URI uri) {
    return of("DELETE", uri);
  }

  private static Request of(String method, URI uri) {
    // What HTTP itself calls idempotent; POST and PATCH are not.
    boolean repeatable = !method.equals("POST") && !method.equals("PATCH");
    return new Request(method, uri, Map.of(), NOTHING, repeatable, "", Rate.UNLIMITED);
  }

  /** With a header. */
  public Request header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, uri, more, body, repeatable, credential, rate);
  }

  /** With a bearer token; requests of one token are held back together after a 429. */
  public Request bearer(Secret token) {
    Request signed = header("Authorization", "Bearer " + token.unencrypted());
    String key = fingerprint(token);
    return new Request(method, uri, signed.headers, body, repeatable, key, rate);
  }

  /** With a JSON body: a tree of maps, lists, texts, numbers and booleans. */
  public Request json(Object tree) {
    return body("application/json", Json.write(tree, false));
  }

  /** With a body of parts. */
  public Request multipart(Multipart parts) {
    return body(parts.contentType(), parts.bytes());
  }

  /** With a body of bytes. */
  public Request body(String contentType, byte[] bytes) {
    Request typed = header("Content-Type", contentType);
    return new Request(method, uri, typed.headers, bytes.clone(), repeatable, credential, rate);
  }

  /** Says that doing it twice is the same as doing it once, so that it may be sent again. */
  public Request repeatable() {
    return new Request(method, uri, headers, body, true, credential, rate);
  }

  /** Held to a rate, counted for each token. */
  public Request rate(Rate limit) {
    return new Request(method, uri, headers, body, repeatable, credential, limit);
  }

  /**
   * A token as something that may be compared and written down: 16 hexadecimal digits of its
   * SHA-256. Only for tokens, which cannot be guessed; never for passwords.
   */
  public static String fingerprint(Secret token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(token.unencrypted().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The method. */
  public String method() {
    return method;
  }

  /** The address, query included. */
  public URI uri() {
    return uri;
  }

  String origin() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  boolean changes() {
    return !method.equals("GET");
  }

  boolean isRepeatable() {
    return repeatable;
  }

  String pacedBy() {
    return origin() + " " + credential;
  }

  Rate rate() {
    return rate;
  }

  @Override
  public String toString() {
    return method + " " + Secret.mask(uri.getRawPath());
  }
}
