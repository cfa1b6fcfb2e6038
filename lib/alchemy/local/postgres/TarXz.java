package alchemy.local.postgres;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks an xz-compressed tar archive: files, folders, symbolic links and GNU long names, which is
 * all that the PostgreSQL archives hold. Anything else, and any path that leads out of the target
 * folder, is an error.
 */
final class TarXz {
  private static final int BLOCK = 512;

  private TarXz() {}

  static void unpack(InputStream archive, Path folder) throws IOException {
    Files.createDirectories(folder);
    // The folder was made for its owner alone; PostgreSQL may have to run as somebody else.
    allow(folder, folder.toFile().setExecutable(true, false));
    allow(folder, folder.toFile().setReadable(true, false));
    try (var in = new BufferedInputStream(new XZInputStream(archive), 1 << 16)) {
      var header = new byte[BLOCK];
      String longName = null;
      while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        var size = number(header, 124, 12);
        var name = longName == null ? text(header, 0, 100) : longName;
        longName = null;
        var target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry leads out of the archive: " + name);
        }
        switch (header[156]) {
          case 'L' -> longName = text(in.readNBytes((int) size), 0, (int) size);
          case '5' -> Files.createDirectories(target);
          case '2' -> link(target, text(header, 157, 100), folder);
          case '0', 0 -> file(in, size, target, number(header, 100, 8));
          default -> throw new IOException("unknown kind of entry: " + (char) header[156]);
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      }
    }
  }

  private static void link(Path target, String to, Path folder) throws IOException {
    if (!target.getParent().resolve(to).normalize().startsWith(folder)) {
      throw new IOException("a link leads out of the archive: " + to);
    }
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(target, Path.of(to));
  }

  private static void file(InputStream in, long size, Path target, long mode) throws IOException {
    Files.createDirectories(target.getParent());
    try (var out = Files.newOutputStream(target)) {
      var buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new EOFException("the archive is cut off");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    if ((mode & 0100) != 0) {
      allow(target, target.toFile().setExecutable(true, false));
    }
  }

  private static void allow(Path path, boolean done) throws IOException {
    if (!done) {
      throw new IOException("cannot change the rights of " + path);
    }
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long number(byte[] bytes, int from, int length) {
    return Long.parseLong(text(bytes, from, length).trim(), 8);
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var walk = Files.walk(folder)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
