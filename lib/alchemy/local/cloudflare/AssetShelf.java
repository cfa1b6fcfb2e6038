package alchemy.local.cloudflare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of static assets, one for each hash, and for each manifest a folder that holds them under
 * their paths, as links: so a version costs no space that another one has used already.
 */
final class AssetShelf {
  private final Path files;
  private final Path sites;

  AssetShelf(Path folder) {
    // Absolute, since workerd runs elsewhere.
    var all = folder.toAbsolutePath();
    this.files = all.resolve("files");
    this.sites = all.resolve("sites");
  }

  boolean has(String hash) {
    return Files.exists(files.resolve(hash));
  }

  /** Keeps a file; the name of a hash holds nothing but digits. */
  void put(String hash, byte[] content) {
    try {
      var part = Files.createTempFile(Files.createDirectories(files), "part-", "");
      Files.write(part, content);
      Files.move(part, files.resolve(hash), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a manifest, which gives paths their hashes. */
  synchronized Path site(Map<String, String> manifest) {
    var site = sites.resolve(name(manifest));
    if (Files.isDirectory(site)) {
      return site;
    }
    try {
      var made = Files.createTempDirectory(Files.createDirectories(sites), "part-");
      for (var each : manifest.entrySet()) {
        var file = made.resolve(each.getKey().substring(1)).normalize();
        if (!file.startsWith(made) || file.equals(made)) {
          throw new IllegalStateException("a path out of the folder: " + each.getKey());
        }
        Files.createDirectories(file.getParent());
        Files.createLink(file, files.resolve(each.getValue()));
      }
      return Files.move(made, site, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Map<String, String> manifest) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(manifest)
          .forEach(
              (path, hash) ->
                  digest.update((path + "\0" + hash + "\0").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available in this JDK", e);
    }
  }
}
