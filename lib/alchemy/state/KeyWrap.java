package alchemy.state;

import alchemy.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Wraps a stage's data key under a password or a key file. The associated data holds app, stage and
 * all parameters, so that neither a weaker derivation nor another stage's key can be slipped in.
 */
final class KeyWrap {
  private static final String FORMAT = "alchemy-key-1";
  private static final int KEY_LENGTH = 32;
  private static final int SALT_LENGTH = 16;

  private final Disk disk;
  private final String app;
  private final String stage;
  private final KeySource source;
  private final SecureRandom random;

  KeyWrap(Disk disk, String app, String stage, KeySource source, SecureRandom random) {
    this.disk = disk;
    this.app = app;
    this.stage = stage;
    this.source = source;
    this.random = random;
  }

  /** Wraps a key, deriving with a new salt. */
  WrappedKey wrap(byte[] dataKey) {
    WrappedKey form;
    byte[] key;
    if (source instanceof KeySource.Password given) {
      byte[] salt = new byte[SALT_LENGTH];
      random.nextBytes(salt);
      form = new WrappedKey(WrappedKey.SCRYPT, Scrypt.N, Scrypt.R, Scrypt.P, base64(salt), "");
      key = derive(given.password(), salt, form);
    } else if (source instanceof KeySource.KeyFile given) {
      form = new WrappedKey(WrappedKey.FILE, 0, 0, 0, "", "");
      key = new LocalKey(disk, given.file(), random).make();
    } else {
      throw new MissingPasswordException(app, stage);
    }
    return form.with(base64(AesGcm.seal(key, place(form), dataKey, random)));
  }

  /**
   * Unwraps a key.
   *
   * @throws MissingPasswordException if a password is needed and none was given
   * @throws WrongPasswordException if the password is another one
   * @throws WrongKeyFileException if the key file is gone or another one
   */
  byte[] unwrap(WrappedKey stored) {
    byte[] key;
    if (stored.isPassword()) {
      if (!(source instanceof KeySource.Password given)) {
        throw new MissingPasswordException(app, stage);
      }
      key = derive(given.password(), Base64.getDecoder().decode(stored.salt()), stored);
    } else {
      key = new LocalKey(disk, file(), random).existing();
    }
    byte[] wrapped = Base64.getDecoder().decode(stored.wrapped());
    return AesGcm.open(key, place(stored), wrapped)
        .filter(dataKey -> dataKey.length == KEY_LENGTH)
        .orElseThrow(
            () ->
                stored.isPassword()
                    ? new WrongPasswordException(app, stage)
                    : new WrongKeyFileException(file(), "is another stage's"));
  }

  private Path file() {
    if (source instanceof KeySource.KeyFile given) {
      return given.file();
    }
    throw new WrongKeyFileException(Path.of("local.key"), "is needed here instead of a password");
  }

  private static byte[] derive(Secret password, byte[] salt, WrappedKey form) {
    return Scrypt.derive(password.unencrypted(), salt, form.n(), form.r(), form.p(), KEY_LENGTH);
  }

  private byte[] place(WrappedKey form) {
    return AesGcm.place(
        FORMAT, app, stage, form.kdf(), form.n() + "," + form.r() + "," + form.p(), form.salt());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
