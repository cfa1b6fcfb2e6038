package alchemy.profile;

import alchemy.state.AesGcm;
import alchemy.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Where profiles' keys are: each in the system's keyring, or in an owner-only file beside it. */
final class KeyPlace {
  private static final HexFormat HEX = HexFormat.of();

  private final Path folder;
  private final Optional<Keyring> keyring;

  KeyPlace(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.keyring = Keyring.of(env);
  }

  /** A new key. */
  static byte[] drawn() {
    return bytes(AesGcm.KEY);
  }

  /** Keeps a key, in the keyring if there is one that works, and tells where it is now. */
  String keep(String profile, byte[] key) throws IOException {
    String name = profile + "-" + HEX.formatHex(bytes(8));
    if (keyring.isPresent() && keyring.get().store(name, HEX.formatHex(key))) {
      return name;
    }
    AtomicFile.replaceOwnerOnly(file(profile), key);
    return Profiles.KEY_FILE;
  }

  /** The key of a profile that was kept there. */
  byte[] existing(String profile, String keptIn) {
    if (!keptIn.equals(Profiles.KEY_FILE)) {
      return keyring
          .flatMap(each -> each.find(keptIn))
          .filter(text -> text.matches("[0-9a-f]{" + 2 * AesGcm.KEY + "}"))
          .map(HEX::parseHex)
          .orElseThrow(
              () ->
                  lost(
                      profile,
                      "It is in the system's keyring, which is locked or not of this session.",
                      "Unlock the keyring, or sign in anew, in this session:"));
    }
    Path file = file(profile);
    try {
      ConfigFolder.check(folder, file);
      byte[] key = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      if (key.length != AesGcm.KEY) {
        throw lost(
            profile,
            file + (key.length == 0 ? " is missing or empty." : " is damaged."),
            "Put the file back from a copy, or sign in anew:");
      }
      return key;
    } catch (IOException e) {
      throw Profiles.unreadable(file, e);
    }
  }

  void forget(String profile, String keptIn) throws IOException {
    if (keptIn.equals(Profiles.KEY_FILE)) {
      Files.deleteIfExists(file(profile));
    } else {
      keyring.ifPresent(each -> each.delete(keptIn));
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  Path file(String profile) {
    return folder.resolve(profile + ".key");
  }

  private static ProfileException lost(String profile, String where, String advice) {
    return new ProfileException(
        "The key of profile \"" + profile + "\" cannot be had.",
        where,
        advice,
        "    alchemy logout --profile " + profile,
        "    alchemy configure --profile " + profile);
  }
}
