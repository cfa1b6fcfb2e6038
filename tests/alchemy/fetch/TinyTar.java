package alchemy.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Writes archives as tests want them, good ones and bad ones. */
final class TinyTar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a file. */
  TinyTar file(String name, String content) {
    return entry('0', name, "0000644", content);
  }

  /** Adds a file that may be executed. */
  TinyTar executable(String name, String content) {
    return entry('0', name, "0000755", content);
  }

  /** Adds an entry of any kind. */
  TinyTar entry(char kind, String name, String mode, String content) {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[512];
    write(header, 0, name);
    write(header, 100, mode);
    write(header, 124, String.format("%011o", body.length));
    header[156] = (byte) kind;
    write(header, 257, "ustar");
    bytes.writeBytes(header);
    bytes.writeBytes(body);
    bytes.writeBytes(new byte[(512 - body.length % 512) % 512]);
    return this;
  }

  private static void write(byte[] header, int at, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, header, at, encoded.length);
  }

  /** The archive, gzipped. */
  byte[] gzipped() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes.toByteArray());
      gzip.write(new byte[1024]);
    }
    return out.toByteArray();
  }

  /** What npm would write of an archive. */
  static String integrity(byte[] archive) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(archive);
    return "sha512-" + Base64.getEncoder().encodeToString(digest);
  }
}
