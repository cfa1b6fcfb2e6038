package alchemy.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A body of parts, {@code multipart/form-data}. */
public final class Multipart {
  private final String boundary = "alchemy-" + UUID.randomUUID();
  private final List<byte[]> chunks = new ArrayList<>();

  /** Adds a part without a file name. */
  public Multipart field(String name, String contentType, byte[] content) {
    return part("name=\"" + quoted(name) + "\"", contentType, content);
  }

  /** Adds a part with a file name. */
  public Multipart file(String name, String fileName, String contentType, byte[] content) {
    String disposition = "name=\"" + quoted(name) + "\"; filename=\"" + quoted(fileName) + "\"";
    return part(disposition, contentType, content);
  }

  private Multipart part(String disposition, String contentType, byte[] content) {
    chunks.add(
        ascii(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; "
                + disposition
                + "\r\nContent-Type: "
                + contentType
                + "\r\n\r\n"));
    chunks.add(content);
    chunks.add(ascii("\r\n"));
    return this;
  }

  // As browsers do: a name with a quote or a line end must not end the header.
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks.forEach(all::writeBytes);
    all.writeBytes(ascii("--" + boundary + "--\r\n"));
    return all.toByteArray();
  }
}
