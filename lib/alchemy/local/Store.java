package alchemy.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Named trees in the data folder, one file {@code <name>.json} each. A file's content is sealed
 * with AES-256-GCM under the folder's key file, which only the owner may read; the name is bound to
 * it, so that a file renamed is refused. A save replaces the file atomically.
 *
 * <p>One owner at a time, which the lock of the data folder ensures. Safe for use by several
 * threads.
 */
public final class Store {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path folder;
  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  /**
   * Opens a data folder, making it and its key file where they are missing.
   *
   * @throws UncheckedIOException if the folder cannot be used
   */
  public Store(Path folder) {
    this.folder = folder;
    try {
      makePrivate(folder);
      this.key = new SecretKeySpec(keyBytes(folder.resolve("key")), "AES");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data folder. */
  public Path folder() {
    return folder;
  }

  /**
   * The tree stored under a name, as a new mutable map; an empty one when nothing was stored.
   *
   * @throws UnreadableStoreException if the file is damaged or was sealed with another key
   */
  @SuppressWarnings("unchecked")
  public synchronized Map<String, Object> load(String name) {
    var file = file(name);
    if (!Files.exists(file)) {
      return new LinkedHashMap<>();
    }
    try {
      var sealed = sealed(Json.read(Files.readAllBytes(file)));
      if (sealed.length < NONCE_BYTES) {
        throw new UnreadableStoreException(file, null);
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), name);
      var plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return (Map<String, Object>) Json.read(plain);
    } catch (GeneralSecurityException | InvalidBodyException | IllegalArgumentException e) {
      throw new UnreadableStoreException(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Nothing where it should be is too short to be opened, so it is refused like any other damage.
  private static byte[] sealed(Object envelope) {
    return envelope instanceof Map<?, ?> fields && fields.get("sealed") instanceof String text
        ? Base64.getDecoder().decode(text)
        : new byte[0];
  }

  /** Stores a tree of maps, lists and plain values under a name; durable when it returns. */
  public synchronized void save(String name, Map<String, Object> tree) {
    try {
      var nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      var body = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(Json.write(tree));
      var sealed = ByteBuffer.allocate(nonce.length + body.length).put(nonce).put(body).array();
      Map<String, Object> envelope = new LinkedHashMap<>();
      envelope.put("format", 1);
      envelope.put("sealed", Base64.getEncoder().encodeToString(sealed));
      replace(file(name), Json.write(envelope));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available in this JDK", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      throw new IllegalArgumentException("not a store name: " + name);
    }
    return folder.resolve(name + ".json");
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("alchemy-local/1/" + name).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private byte[] keyBytes(Path file) throws IOException {
    if (!Files.exists(file)) {
      var bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      replace(file, bytes);
    }
    var bytes = Files.readAllBytes(file);
    if (bytes.length != 32) {
      throw new UnreadableStoreException(file, null);
    }
    return bytes;
  }

  static void makePrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  static void replace(Path file, byte[] content) throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    // Owner-only from the first moment on, not after a window in which others may open it.
    if (isPosix(file.getParent())) {
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(temporary, options)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
