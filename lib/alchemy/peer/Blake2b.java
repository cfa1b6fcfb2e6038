package alchemy.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The hash BLAKE2b without a key, which the JDK does not have. Source: RFC 7693. */
final class Blake2b {
  private static final int BLOCK = 128;
  private static final int ROUNDS = 12;
  private static final long[] IV = {
    0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
    0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
  };
  // Which word of the message each step takes, a hexadecimal digit each.
  private static final String[] SIGMA = {
    "0123456789abcdef",
    "ea489fd61c02b753",
    "b8c052fdae367194",
    "7931dcbe265a40f8",
    "905724afe1bc683d",
    "2c6a0b834d75fe19",
    "c51fed4a0763928b",
    "db7ec13950f4862a",
    "6fe9b308c2d714a5",
    "a2847615fb9e3cd0"
  };
  private static final int[][] MIXED = {
    {0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
    {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14}
  };

  private Blake2b() {}

  static byte[] hash(byte[] text, int length) {
    long[] h = IV.clone();
    h[0] ^= 0x01010000L ^ length;
    int at = 0;
    for (; text.length - at > BLOCK; at += BLOCK) {
      compress(h, Arrays.copyOfRange(text, at, at + BLOCK), at + BLOCK, false);
    }
    compress(h, Arrays.copyOfRange(text, at, at + BLOCK), text.length, true);
    ByteBuffer bytes = ByteBuffer.allocate(h.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(h);
    return Arrays.copyOf(bytes.array(), length);
  }

  private static void compress(long[] h, byte[] block, long count, boolean last) {
    long[] m = new long[BLOCK / Long.BYTES];
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(m);
    long[] v = Arrays.copyOf(h, 16);
    System.arraycopy(IV, 0, v, 8, 8);
    v[12] ^= count;
    v[14] ^= last ? -1 : 0;
    for (int round = 0; round < ROUNDS; round++) {
      String words = SIGMA[round % SIGMA.length];
      for (int i = 0; i < MIXED.length; i++) {
        long x = m[Character.digit(words.charAt(2 * i), 16)];
        long y = m[Character.digit(words.charAt(2 * i + 1), 16)];
        mix(v, MIXED[i], x, y);
      }
    }
    for (int i = 0; i < h.length; i++) {
      h[i] ^= v[i] ^ v[i + 8];
    }
  }

  private static void mix(long[] v, int[] at, long x, long y) {
    v[at[0]] += v[at[1]] + x;
    v[at[3]] = Long.rotateRight(v[at[3]] ^ v[at[0]], 32);
    v[at[2]] += v[at[3]];
    v[at[1]] = Long.rotateRight(v[at[1]] ^ v[at[2]], 24);
    v[at[0]] += v[at[1]] + y;
    v[at[3]] = Long.rotateRight(v[at[3]] ^ v[at[0]], 16);
    v[at[2]] += v[at[3]];
    v[at[1]] = Long.rotateRight(v[at[1]] ^ v[at[2]], 63);
  }
}
