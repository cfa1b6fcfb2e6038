package alchemy.local.postgres;

import alchemy.fetch.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The archive of PostgreSQL's binaries for one platform. It is on the class path, in a jar that
 * whoever starts this process has chosen; here it is checked against a pinned digest and unpacked
 * once into the cache folder.
 *
 * @param resource its name on the class path
 * @param sha256 its digest in version {@value #VERSION}
 */
record PostgresArchive(String resource, String sha256) {
  static final String VERSION = "17.11.0";

  // One archive serves both processors of macOS; its jar exists under two names.
  private static final String DARWIN =
      "9debf1c40ca2cd7e71d101be421f8b170722222633960267fbfef7ce77b8b530";
  private static final String LINUX_X64 =
      "f044ba1009e9c7ed62a5a9a6f923ca6327fe4e80d8f6bf4f8887dbc59ac14bed";
  private static final String LINUX_ARM64 =
      "3f389cec72930e0f0d6e917709593bbabcb417023c12d1f1eb7acc9ae7ab436c";

  static PostgresArchive of(Platform platform) {
    var intel = platform.arch() == Platform.Arch.X64;
    if (platform.os() == Platform.Os.DARWIN) {
      return new PostgresArchive("/postgres-darwin-" + processor(intel) + ".txz", DARWIN);
    }
    return new PostgresArchive(
        "/postgres-linux-" + processor(intel) + ".txz", intel ? LINUX_X64 : LINUX_ARM64);
  }

  private static String processor(boolean intel) {
    return intel ? "x86_64" : "arm_64";
  }

  /**
   * The folder that holds {@code bin}, {@code lib} and {@code share}, unpacked if it is not there.
   *
   * @throws PostgresMissingException if the archive is not on the class path, or is another one
   */
  Path unpacked(Path cache) throws IOException {
    var folder = cache.resolve("postgres").resolve(VERSION + "-" + sha256.substring(0, 12));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    var archive = checked();
    Files.createDirectories(folder.getParent());
    var fresh = Files.createTempDirectory(folder.getParent(), ".fresh-");
    try {
      TarXz.unpack(new ByteArrayInputStream(archive), fresh);
      try {
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // Another process was faster; what it unpacked came from the same digest.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    } finally {
      TarXz.delete(fresh);
    }
    return folder;
  }

  private byte[] checked() throws IOException {
    try (InputStream in = PostgresArchive.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new PostgresMissingException(
            "not on the class path: " + resource.substring(1), "wanted version: " + VERSION);
      }
      var bytes = in.readAllBytes();
      var digest = HexFormat.of().formatHex(sha256Of(bytes));
      if (!digest.equals(sha256)) {
        throw new PostgresMissingException(
            "archive:  " + resource.substring(1),
            "expected: " + sha256 + " (version " + VERSION + ")",
            "found:    " + digest);
      }
      return bytes;
    }
  }

  private static byte[] sha256Of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
