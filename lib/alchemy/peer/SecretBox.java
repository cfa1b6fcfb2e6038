package alchemy.peer;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * libsodium's secretbox, opened only: XSalsa20 and Poly1305. Old files of the other program use it,
 * and the JDK has neither. Source: D. J. Bernstein, "Cryptography in NaCl" and "Extending the
 * Salsa20 nonce".
 */
final class SecretBox {
  private static final int NONCE = 24;
  private static final int TAG = 16;
  private static final int BLOCK = 64;
  private static final int KEY = 32;
  // "expand 32-byte k"
  private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  private static final int[][] QUARTERS = {
    {0, 4, 8, 12}, {5, 9, 13, 1}, {10, 14, 2, 6}, {15, 3, 7, 11},
    {0, 1, 2, 3}, {5, 6, 7, 4}, {10, 11, 8, 9}, {15, 12, 13, 14}
  };
  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(130).subtract(BigInteger.valueOf(5));
  private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);

  private SecretBox() {}

  /** The text of nonce, tag and ciphertext. */
  static byte[] open(String password, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE + TAG) {
      throw new AEADBadTagException("too short");
    }
    byte[] key = Blake2b.hash(password.getBytes(StandardCharsets.UTF_8), KEY);
    int[] inner = xKey(words(key), words(Arrays.copyOf(sealed, NONCE)));
    int[] nonce = words(Arrays.copyOfRange(sealed, TAG, NONCE));
    byte[] tag = Arrays.copyOfRange(sealed, NONCE, NONCE + TAG);
    byte[] text = Arrays.copyOfRange(sealed, NONCE + TAG, sealed.length);
    byte[] first = block(inner, nonce, 0);
    if (!MessageDigest.isEqual(tag, poly1305(Arrays.copyOf(first, KEY), text))) {
      throw new AEADBadTagException("another key");
    }
    // The stream's first 32 bytes were the authenticator's key.
    for (int i = 0; i < text.length; i++) {
      int at = i + KEY;
      if (at % BLOCK == 0) {
        first = block(inner, nonce, at / BLOCK);
      }
      text[i] ^= first[at % BLOCK];
    }
    return text;
  }

  /** HSalsa20: the key for the last third of the nonce. */
  private static int[] xKey(int[] key, int[] nonce) {
    int[] state = rounds(state(key, Arrays.copyOf(nonce, 4)));
    return new int[] {
      state[0], state[5], state[10], state[15], state[6], state[7], state[8], state[9]
    };
  }

  private static byte[] block(int[] key, int[] nonce, int counter) {
    int[] state = state(key, new int[] {nonce[0], nonce[1], counter, 0});
    int[] mixed = rounds(state.clone());
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < mixed.length; i++) {
      block.putInt(mixed[i] + state[i]);
    }
    return block.array();
  }

  private static int[] state(int[] k, int[] in) {
    return new int[] {
      SIGMA[0], k[0], k[1], k[2],
      k[3], SIGMA[1], in[0], in[1],
      in[2], in[3], SIGMA[2], k[4],
      k[5], k[6], k[7], SIGMA[3]
    };
  }

  private static int[] rounds(int[] x) {
    for (int i = 0; i < 10; i++) {
      for (int[] q : QUARTERS) {
        x[q[1]] ^= Integer.rotateLeft(x[q[0]] + x[q[3]], 7);
        x[q[2]] ^= Integer.rotateLeft(x[q[1]] + x[q[0]], 9);
        x[q[3]] ^= Integer.rotateLeft(x[q[2]] + x[q[1]], 13);
        x[q[0]] ^= Integer.rotateLeft(x[q[3]] + x[q[2]], 18);
      }
    }
    return x;
  }

  private static byte[] poly1305(byte[] key, byte[] text) {
    BigInteger r = number(Arrays.copyOf(key, TAG)).and(CLAMP);
    BigInteger sum = BigInteger.ZERO;
    for (int at = 0; at < text.length; at += TAG) {
      int length = Math.min(TAG, text.length - at);
      byte[] part = Arrays.copyOfRange(text, at, at + length + 1);
      part[length] = 1;
      sum = sum.add(number(part)).multiply(r).mod(PRIME);
    }
    byte[] big = sum.add(number(Arrays.copyOfRange(key, TAG, KEY))).toByteArray();
    byte[] tag = new byte[TAG];
    for (int i = 0; i < TAG && i < big.length; i++) {
      tag[i] = big[big.length - 1 - i];
    }
    return tag;
  }

  private static BigInteger number(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[big.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  private static int[] words(byte[] bytes) {
    int[] words = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return words;
  }
}
