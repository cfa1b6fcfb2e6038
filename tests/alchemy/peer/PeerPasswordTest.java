package alchemy.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import alchemy.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that npm alchemy 0.94.0 and its libsodium sealed are opened. */
class PeerPasswordTest {
  private static final PeerResource RESOURCE =
      new PeerResource("connection", "prisma::Connection", "created", "connection.json", Map.of());

  private final PeerPassword password = password("peer-test-password");

  private static PeerPassword password(String text) {
    return new PeerPassword(Optional.of(Secret.of(text)));
  }

  private static String open(PeerPassword password, Object sealed) {
    return password.open(RESOURCE, new Locked(sealed)).unencrypted();
  }

  @Test
  void theFormatOfNow() {
    Map<String, String> sealed =
        Map.of(
            "version", "v1",
            "ciphertext", "NkMWHDuX7cV4Cd3X2RLBP6FrQA==",
            "iv", "R8zRQR+cAureHtBP",
            "salt", "WqYzpSfk8dZquOt1e1jVmQ==",
            "tag", "XjsR/DMX9PhdtRwTXbgVUw==");
    assertEquals("peer-binding-secret", open(password, sealed));
    assertThrows(PeerPasswordException.class, () -> open(password("other"), sealed));
  }

  @Test
  void theFormatOfOldFiles() {
    assertEquals("x", open(password, "1a5StaFoD9Xpt+MipKYTj8DkwRVRK5sMPorSdWKkhH05EyYbTuvXPRY="));
    assertEquals(
        "postgres://u:pässwörd@h/db?x=1",
        open(
            password,
            "9vFWnc2SJcnAyeoM25nATxKikSdMnYKpT+/PBNYVBXYTCaMugbgkY3Ri3ZXjH2uqKkKJHH9C4UNXZdci"
                + "+yeCkm7HLAiMOmFs"));
    assertEquals(
        "long ".repeat(60),
        open(
            password,
            "IJfcLb9Hi8jbwDU1jBdQNNQ7yhYlZZvUeFC57bjksM0UioCPoBJwaZsfS9I9AvwNwbbb8uy0mJA/O+MDKY22"
                + "hD73QW+1NGRT++BQPZ6S7qV4ujiPcoOIs0+21sKxTCSr7p/0HiWXC2ltdCmqYLAr7tIksyHq7Gu2LJMmY0pvpq6U"
                + "uMW5av1nUTTH59S3/Y8XusnkQyBJI0J+uR2bz3TJ5GYu5DNMYIzSAKVkbfAeNX4yTdYd50wT1/J8dSIkllipsq2L"
                + "65FOGcATc2OaKVwCI+JvI0/XPcfbss5WcoHcg7OnBc9g67y2yDX79smg5XzMO4TAHouwqajmowfw2At0kt26RppV"
                + "m69dl7lbr4Rr4vJ7szyM/xE0E7jxya2FSvmtdghaDq++jR+Qszt2Yyrx49c4Vm276+XzWHtgEOyapbtJj/UZqubd"
                + "cUQ6Umg6IfzJ0M4TTA=="));
    assertEquals(
        "with a long password",
        open(
            password("p".repeat(300)),
            "JvAuXNQvuLjX5tB7xNI3LhyXy90ZASghreVCBSFRBtz/GoEVvtif3JL8K4KTw687G0UX1T4d3Qt/fhU6"));
  }

  @Test
  void aChangedOldTextIsRefused() {
    byte[] sealed =
        Base64.getDecoder().decode("1a5StaFoD9Xpt+MipKYTj8DkwRVRK5sMPorSdWKkhH05EyYbTuvXPRY=");
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] ^= 1;
      String changed = Base64.getEncoder().encodeToString(sealed);
      assertThrows(PeerPasswordException.class, () -> open(password, changed));
      sealed[i] ^= 1;
    }
    for (String each : new String[] {"", "no Base64!", "AAAA"}) {
      assertThrows(PeerPasswordException.class, () -> open(password, each));
    }
    assertThrows(PeerPasswordException.class, () -> open(password, Map.of("version", "v1")));
  }

  @Test
  void withoutAPasswordItSaysWhatIsNeeded() {
    var none = new PeerPassword(Optional.empty());
    var refused = assertThrows(PeerPasswordException.class, () -> open(none, "AAAA"));
    assertEquals(
        """
        A password is needed.
          prisma::Connection "connection" (connection.json) keeps secrets.
          Set ALCHEMY_PASSWORD to the password that the TypeScript Alchemy ran with.\
        """,
        refused.getMessage());
    assertFalse(new Locked("AAAA").toString().contains("AAAA"));
  }

  @Test
  void blake2bIsThatOfItsSpecification() {
    assertEquals(
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
        HexFormat.of().formatHex(Blake2b.hash("abc".getBytes(StandardCharsets.UTF_8), 64)));
  }
}
