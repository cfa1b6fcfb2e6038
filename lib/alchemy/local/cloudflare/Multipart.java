package alchemy.local.cloudflare;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The parts of a {@code multipart/form-data} body. Source: RFC 7578 and RFC 2046. */
public record Multipart(List<Part> parts) {
  private static final int INVALID_BODY = 10026;
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(";\\s*name=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");

  /**
   * One part.
   *
   * @param contentType empty when it has none
   */
  public record Part(String name, String contentType, byte[] content) {}

  /** The first part of a name. */
  Optional<Part> find(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /**
   * Takes a body apart.
   *
   * @throws ApiErrorException 10026 if it is not such a body
   */
  public static Multipart parse(String contentType, byte[] body) {
    var boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      throw broken("it must be multipart/form-data with a boundary");
    }
    var text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    var delimiter = ("--" + text).getBytes(StandardCharsets.ISO_8859_1);
    var parts = new ArrayList<Part>();
    int at = find(body, delimiter, 0);
    while (at >= 0) {
      int from = at + delimiter.length;
      if (startsWith(body, from, "--")) {
        return new Multipart(List.copyOf(parts));
      }
      int next = findLine(body, delimiter, from);
      if (next < 0) {
        break;
      }
      parts.add(part(body, lineEnd(body, from), next - 2));
      at = next;
    }
    throw broken("the closing boundary is missing");
  }

  private static Part part(byte[] body, int from, int to) {
    var blank = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    int headersEnd = find(body, blank, Math.max(0, from - 2));
    if (headersEnd < 0 || headersEnd + blank.length > to) {
      throw broken("a part has no headers");
    }
    var headers =
        new String(body, from, Math.max(0, headersEnd - from), StandardCharsets.UTF_8)
            .split("\r\n");
    String name = null;
    var type = "";
    for (var header : headers) {
      int colon = header.indexOf(':');
      var key = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (key.equals("content-disposition")) {
        name = name(header);
      } else if (key.equals("content-type")) {
        type = header.substring(colon + 1).strip();
      }
    }
    if (name == null) {
      throw broken("a part has no name");
    }
    return new Part(name, type, Arrays.copyOfRange(body, headersEnd + blank.length, to));
  }

  // Browsers and fetch() percent-encode a quote and line breaks in a name; others use a backslash.
  private static String name(String header) {
    var name = NAME.matcher(header);
    if (!name.find()) {
      return null;
    }
    var raw = name.group(1) == null ? name.group(2) : name.group(1);
    return raw.replaceAll("\\\\(.)", "$1")
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n");
  }

  /** Writes the parts as a body; the boundary is {@link #freshBoundary}'s. */
  byte[] write(String boundary) {
    var body = new java.io.ByteArrayOutputStream();
    for (var part : parts) {
      var quoted = part.name().replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
      body.writeBytes(
          ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                      .formatted(boundary, quoted, quoted)
                  + "Content-Type: "
                  + part.contentType()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(part.content());
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  static String freshBoundary() {
    var bytes = new byte[20];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static int findLine(byte[] body, byte[] delimiter, int from) {
    int at = find(body, delimiter, from);
    while (at >= 0 && !startsWith(body, at - 2, "\r\n")) {
      at = find(body, delimiter, at + 1);
    }
    return at;
  }

  private static int lineEnd(byte[] body, int from) {
    int end = find(body, new byte[] {'\r', '\n'}, from);
    return end < 0 ? body.length : end + 2;
  }

  private static boolean startsWith(byte[] body, int at, String text) {
    if (at < 0 || at + text.length() > body.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (body[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int find(byte[] body, byte[] wanted, int from) {
    for (int at = from; at <= body.length - wanted.length; at++) {
      if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  private static ApiErrorException broken(String why) {
    return ApiErrorException.invalid(INVALID_BODY, "The request body cannot be parsed: " + why);
  }
}
