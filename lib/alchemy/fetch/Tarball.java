package alchemy.fetch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads npm's archives: gzipped tar files whose first folder is to be dropped. Knows files, long
 * names (GNU and POSIX) and folders; links are left out, as npm leaves them out.
 */
final class Tarball {
  private static final int BLOCK = 512;

  private Tarball() {}

  /** What is done with each file of an archive. */
  @FunctionalInterface
  private interface Sink {
    /** The file to write an entry to, or null to pass it over. */
    Path target(String path) throws IOException;
  }

  /** Unpacks all files below a folder, without the archive's first folder. */
  static void unpack(Path archive, Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    read(
        archive,
        path -> {
          Path target = root.resolve(path).normalize();
          if (!target.startsWith(root) || target.equals(root)) {
            throw new IOException("An entry leads out of the archive: " + path);
          }
          Files.createDirectories(target.getParent());
          return target;
        });
  }

  /** Unpacks one file alone; its path is given without the archive's first folder. */
  static void unpackOne(Path archive, String wanted, Path target) throws IOException {
    boolean[] found = {false};
    read(
        archive,
        path -> {
          if (!path.equals(wanted)) {
            return null;
          }
          found[0] = true;
          return target;
        });
    if (!found[0]) {
      throw new IOException("The archive does not hold " + wanted);
    }
  }

  private static void read(Path archive, Sink sink) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            new GZIPInputStream(Files.newInputStream(archive), 1 << 16), 1 << 16)) {
      byte[] header = new byte[BLOCK];
      String longName = null;
      while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        long size = number(header, 124, 12);
        switch (header[156]) {
          case 'L' -> longName = text(in.readNBytes((int) size), 0, (int) size);
          case 'x' -> longName = pathOf(in.readNBytes((int) size), longName);
          case '0', 0 -> {
            String path = longName != null ? longName : name(header);
            longName = null;
            copy(
                in,
                size,
                sink.target(path.substring(path.indexOf('/') + 1)),
                (number(header, 100, 8) & 0100) != 0);
          }
          default -> {
            in.skipNBytes(size);
            // A global header ('g') stands before the entry whose long name was already read.
            longName = header[156] == 'g' ? longName : null;
          }
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      }
    }
  }

  private static void copy(InputStream in, long size, Path target, boolean executable)
      throws IOException {
    if (target == null) {
      in.skipNBytes(size);
      return;
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new EOFException("The archive is cut off");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    if (executable && !target.toFile().setExecutable(true, false)) {
      throw new IOException("Cannot make executable: " + target);
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean posix = text(header, 257, 5).equals("ustar");
    String prefix = posix ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  // Records of a POSIX header are "LENGTH key=value\n", their length in bytes counting all of it.
  private static String pathOf(byte[] records, String otherwise) {
    for (int at = 0; at < records.length; ) {
      int blank = at;
      while (records[blank] != ' ') {
        blank++;
      }
      int length = Integer.parseInt(new String(records, at, blank - at, StandardCharsets.US_ASCII));
      String record =
          new String(records, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8);
      if (record.startsWith("path=")) {
        return record.substring("path=".length());
      }
      at += length;
    }
    return otherwise;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long number(byte[] bytes, int from, int length) throws IOException {
    String digits = text(bytes, from, length).trim();
    if (!digits.matches("[0-7]*")) {
      throw new IOException("The archive is damaged");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
