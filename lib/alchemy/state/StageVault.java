package alchemy.state;

import alchemy.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The vault of one stage.
 *
 * <pre>
 * password --scrypt--> wrapping key --unwraps--> data key --HKDF "value"--> seals
 * key file ----------------------^                        --HKDF "hash"---> compares
 * </pre>
 *
 * A new password therefore alters no sealed value and no hash. A data key is drawn in memory when a
 * stage without one seals first, and wrapped only when a writer stores it: planning writes nothing.
 */
final class StageVault implements Vault {
  private static final String FORMAT = "alchemy-sealed-1";
  private static final int KEY_LENGTH = 32;

  private final Disk disk;
  private final String app;
  private final String stage;
  private final KeySource source;
  private final SecureRandom random;
  private final KeyWrap wrap;
  private final Supplier<Optional<WrappedKey>> stored;

  // Held while a key is derived, which takes a tenth of a second; taken before this one.
  private final Object deriving = new Object();

  // All three are guarded by this. The stored key is null until somebody has read the stage.
  private Optional<WrappedKey> wrapped;
  private byte[] fresh;
  private DerivedKeys keys;

  /**
   * Makes a vault that has no key yet.
   *
   * @param stored reads the stage's wrapped key, for a vault that is used before the stage is read
   */
  StageVault(
      Disk disk,
      String app,
      String stage,
      KeySource source,
      SecureRandom random,
      Supplier<Optional<WrappedKey>> stored) {
    this.disk = disk;
    this.app = app;
    this.stage = stage;
    this.source = source;
    this.random = random;
    this.wrap = new KeyWrap(disk, app, stage, source, random);
    this.stored = stored;
  }

  private static final class DerivedKeys {
    final byte[] value;
    final byte[] hash;

    DerivedKeys(byte[] dataKey) {
      value = part(dataKey, "value");
      hash = part(dataKey, "hash");
    }

    private static byte[] part(byte[] dataKey, String use) {
      byte[] info = (FORMAT + " " + use).getBytes(StandardCharsets.US_ASCII);
      return Hkdf.derive(dataKey, new byte[0], info, KEY_LENGTH);
    }
  }

  /** Takes the key that the stage was read with; one that another run stored meanwhile wins. */
  synchronized void adopt(Optional<WrappedKey> read) {
    if (wrapped == null || (read.isPresent() && !read.get().isSame(wrapped.orElse(null)))) {
      if (read.isPresent()) {
        become(read);
      } else {
        wrapped = read;
      }
    }
  }

  /** Takes the key of a state that was put in the place of this stage's. */
  synchronized void become(Optional<WrappedKey> restored) {
    wrapped = restored;
    keys = null;
    fresh = null;
  }

  /** The key to store with what was sealed; empty as long as nothing was. */
  Optional<WrappedKey> wrappedForStorage() {
    synchronized (deriving) {
      byte[] drawn;
      synchronized (this) {
        drawn = fresh;
      }
      WrappedKey made = drawn == null ? null : wrap.wrap(drawn);
      synchronized (this) {
        if (made != null && fresh == drawn) {
          wrapped = Optional.of(made);
          fresh = null;
        }
        return wrapped == null ? Optional.empty() : wrapped;
      }
    }
  }

  /**
   * A vault of the same stage for another password.
   *
   * @param newKey false to keep the data key, so that all that was sealed opens in there too
   */
  StageVault forPassword(Secret password, boolean newKey) {
    byte[] dataKey = wrap.unwrap(readWrapped().orElseThrow());
    if (newKey) {
      random.nextBytes(dataKey);
    }
    KeySource next = KeySource.password(password);
    StageVault vault = new StageVault(disk, app, stage, next, random, Optional::empty);
    vault.begin(dataKey);
    return vault;
  }

  private synchronized void begin(byte[] dataKey) {
    fresh = dataKey;
    keys = new DerivedKeys(dataKey);
  }

  @Override
  public void verify() {
    if (readWrapped().isPresent()) {
      keys();
    }
  }

  @Override
  public Sealed seal(String id, String path, Secret secret) {
    byte[] text = secret.unencrypted().getBytes(StandardCharsets.UTF_8);
    byte[] place = place(app, stage, id, path);
    DerivedKeys current = keys();
    byte[] cipher = AesGcm.seal(current.value, place, text, random);
    return new Sealed(
        app, stage, id, path, base64(cipher), base64(Hkdf.hmac(current.hash, place, text)), false);
  }

  @Override
  public Secret open(Sealed sealed) {
    byte[] place = place(sealed.app(), sealed.stage(), sealed.id(), sealed.path());
    return AesGcm.open(keys().value, place, bytes(sealed, sealed.cipherText()))
        .map(text -> Secret.of(new String(text, StandardCharsets.UTF_8)))
        .orElseThrow(() -> new SealBrokenException(sealed));
  }

  @Override
  public boolean matches(Sealed sealed, String candidate) {
    byte[] place = place(sealed.app(), sealed.stage(), sealed.id(), sealed.path());
    byte[] text = candidate.getBytes(StandardCharsets.UTF_8);
    byte[] hash = Hkdf.hmac(keys().hash, place, text);
    return MessageDigest.isEqual(hash, bytes(sealed, sealed.hash()));
  }

  @Override
  public String hash(String text) {
    byte[] hash =
        Hkdf.hmac(keys().hash, AesGcm.place("text"), text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  @Override
  public boolean hasKey() {
    return !(source instanceof KeySource.None);
  }

  @Override
  public CompletableFuture<Void> prepare(Executor executor) {
    if (!hasKey()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          if (readWrapped().isPresent()) {
            keys();
          } else if (source instanceof KeySource.Password) {
            executor.execute(this::deriveAll);
          }
        },
        executor);
  }

  // A new stage's key is wrapped early too, since that is what takes the time.
  private void deriveAll() {
    keys();
    wrappedForStorage();
  }

  private synchronized Optional<WrappedKey> readWrapped() {
    if (wrapped == null) {
      adopt(stored.get());
    }
    return wrapped;
  }

  private DerivedKeys keys() {
    synchronized (this) {
      if (keys != null) {
        return keys;
      }
    }
    synchronized (deriving) {
      while (true) {
        Optional<WrappedKey> from;
        synchronized (this) {
          if (keys == null && readWrapped().isEmpty()) {
            keys = new DerivedKeys(draw());
          }
          if (keys != null) {
            return keys;
          }
          from = wrapped;
        }
        DerivedKeys made = new DerivedKeys(wrap.unwrap(from.get()));
        synchronized (this) {
          // Another one, if somebody stored a key of his own meanwhile.
          if (wrapped.filter(each -> each.isSame(from.get())).isPresent()) {
            keys = made;
          }
        }
      }
    }
  }

  private byte[] draw() {
    if (!hasKey()) {
      throw new MissingPasswordException(app, stage);
    }
    fresh = new byte[KEY_LENGTH];
    random.nextBytes(fresh);
    return fresh;
  }

  private static byte[] place(String app, String stage, String id, String path) {
    return AesGcm.place(FORMAT, app, stage, id, path);
  }

  private static byte[] bytes(Sealed sealed, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SealBrokenException(sealed);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
