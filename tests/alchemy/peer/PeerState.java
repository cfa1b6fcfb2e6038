package alchemy.peer;

import com.password4j.ScryptFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The state that npm alchemy 0.94.0 wrote for its main example, one scope added, in the stage
 * {@code prod}. Its database was a local one that is gone.
 */
public final class PeerState {
  /** What it was sealed with. */
  public static final String PASSWORD = "peer-test-password";

  private PeerState() {}

  /** A secret as its program seals it. */
  public static Map<String, Object> sealed(String text) {
    byte[] salt = new byte[16];
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(salt);
    new SecureRandom().nextBytes(nonce);
    try {
      byte[] key =
          ScryptFunction.getInstance(16_384, 8, 1, 32)
              .scrypt(PASSWORD.getBytes(StandardCharsets.UTF_8), salt, 32);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      byte[] all = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      int end = all.length - 16;
      Base64.Encoder base64 = Base64.getEncoder();
      return Map.of(
          "@secret",
          Map.of(
              "version", "v1",
              "ciphertext", base64.encodeToString(Arrays.copyOf(all, end)),
              "iv", base64.encodeToString(nonce),
              "salt", base64.encodeToString(salt),
              "tag", base64.encodeToString(Arrays.copyOfRange(all, end, all.length))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies it into a folder that stands for {@code .alchemy}. */
  public static void copy(Path to) throws IOException {
    Path from = Path.of(System.getenv("ALCHEMY_HOME"), "tests", "peer");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}
