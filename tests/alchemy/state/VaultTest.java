package alchemy.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Secret TEXT = Secret.of("a secret text");

  @TempDir Path folder;

  @Test
  void scryptGivesTheKeysOfRfc7914() {
    assertEquals(
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
        hex(Scrypt.derive("password", bytes("NaCl"), 1024, 8, 16, 64)));
    assertEquals(
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
        hex(Scrypt.derive("pleaseletmein", bytes("SodiumChloride"), 16384, 8, 1, 64)));
  }

  @Test
  void hkdfGivesTheKeysOfRfc5869() {
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        hex(
            Hkdf.derive(
                HexFormat.of().parseHex("0b".repeat(22)),
                HexFormat.of().parseHex("000102030405060708090a0b0c"),
                HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9"),
                42)));
    assertEquals(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d" + "9d201395faa4b61a96c8",
        hex(Hkdf.derive(HexFormat.of().parseHex("0b".repeat(22)), new byte[0], new byte[0], 42)));
  }

  /** Derives a key in a process whose class path has no logger, and prints nothing else. */
  static final class Derivation {
    public static void main(String... args) {
      System.out.println(hex(Scrypt.derive(args[0], bytes("salt"), 16384, 8, 1, 32)).length());
    }
  }

  @Test
  void derivingAKeyPrintsNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Derivation.class.getName(),
                "password-of-this-test")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("64", String.join("\n", said.lines().toList()));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatWasSealedOpensAndMatchesAndShowsNothing() {
    Vault vault = vault("dev");
    Sealed sealed = vault.seal("db", "outputs/password", TEXT);
    assertEquals(TEXT, vault.open(sealed));
    assertTrue(vault.matches(sealed, TEXT));
    assertFalse(vault.matches(sealed, Secret.of("a secret texT")));
    assertEquals("Secret(***)", sealed.toString());
    assertNotEquals(
        sealed.cipherText(),
        vault.seal("db", "outputs/password", TEXT).cipherText(),
        "a nonce is never used twice");
  }

  @Test
  void anEmptyAndALongTextAreSealedToo() {
    Vault vault = vault("dev");
    for (String each : new String[] {"", "ü€😀".repeat(10_000)}) {
      assertEquals(each, vault.open(vault.seal("db", "p", Secret.of(each))).unencrypted());
    }
  }

  @Test
  void everyChangedBitAndEveryCutIsRefused() {
    Vault vault = vault("dev");
    Sealed sealed = vault.seal("db", "outputs/password", TEXT);
    byte[] bytes = Base64.getDecoder().decode(sealed.cipherText());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertBroken(vault, with(sealed, changed));
    }
    for (int length = 0; length < bytes.length; length++) {
      assertBroken(vault, with(sealed, Arrays.copyOf(bytes, length)));
    }
    assertBroken(vault, new Sealed("shop", "dev", "db", "p", "no base64!", "", false));
  }

  @Test
  void aSealedTextOpensAtItsOwnPlaceOnly() {
    Vault vault = vault("dev");
    Sealed sealed = vault.seal("db", "outputs/password", TEXT);
    assertBroken(vault, at(sealed, "shop", "dev", "db2", "outputs/password"));
    assertBroken(vault, at(sealed, "shop", "dev", "db", "props/password"));
    assertBroken(vault, at(sealed, "shop", "prod", "db", "outputs/password"));
    assertBroken(vault, at(sealed, "other", "dev", "db", "outputs/password"));
    assertBroken(vault, at(sealed, "shop", "dev", "dboutputs", "/password"));
    assertFalse(
        vault.matches(at(sealed, "shop", "dev", "db2", "outputs/password"), TEXT),
        "hashes are bound to the place too, so that equal secrets do not show as such");
  }

  @Test
  void hashesAreKeyedByTheStage() {
    Vault dev = vault("dev");
    assertEquals(dev.hash("text"), dev.hash("text"));
    assertNotEquals(dev.hash("text"), dev.hash("texT"));
    assertNotEquals(dev.hash("text"), vault("prod").hash("text"));
  }

  @Test
  void theRightPasswordOpensAndAnotherIsRefusedAtOnce() {
    StageVault first = password("correct horse", Optional.empty());
    Sealed sealed = first.seal("db", "p", TEXT);
    Optional<WrappedKey> stored = first.wrappedForStorage();
    assertTrue(stored.isPresent());

    StageVault right = password("correct horse", stored);
    right.prepare(Runnable::run).join();
    assertEquals(TEXT, right.open(sealed));

    StageVault wrong = password("Correct horse", stored);
    CompletionException e =
        assertThrows(CompletionException.class, () -> wrong.prepare(Runnable::run).join());
    WrongPasswordException cause = assertInstanceOf(WrongPasswordException.class, e.getCause());
    assertEquals(1, cause.exitCode());
    assertFalse(cause.getMessage().contains("orrect horse"), cause.getMessage());
    assertThrows(WrongPasswordException.class, () -> wrong.open(sealed));
    assertThrows(WrongPasswordException.class, () -> wrong.matches(sealed, TEXT));

    StageVault none = vault("dev", KeySource.none(), stored);
    none.prepare(Runnable::run).join();
    assertThrows(MissingPasswordException.class, () -> none.open(sealed));
    StageVault empty = password("", stored);
    assertThrows(MissingPasswordException.class, () -> empty.open(sealed));
  }

  @Test
  void aKeyOfAnotherStageOrWithOtherParametersIsRefused() {
    StageVault first = password("correct horse", Optional.empty());
    first.seal("db", "p", TEXT);
    WrappedKey key = first.wrappedForStorage().orElseThrow();
    StageVault other =
        vault("prod", KeySource.password(Secret.of("correct horse")), Optional.of(key));
    assertThrows(WrongPasswordException.class, () -> other.hash("x"));
    WrappedKey costlier =
        new WrappedKey(key.kdf(), key.n() * 2, key.r(), key.p(), key.salt(), key.wrapped());
    StageVault changed = password("correct horse", Optional.of(costlier));
    assertThrows(WrongPasswordException.class, () -> changed.hash("x"));
  }

  @Test
  void aKeyIsStoredOnlyOnceSomethingWasSealed() {
    StageVault vault = vault("dev");
    assertTrue(vault.wrappedForStorage().isEmpty());
    vault.adopt(Optional.empty());
    assertTrue(vault.wrappedForStorage().isEmpty());
    assertFalse(Files.exists(keyFile()));
    vault.seal("db", "p", TEXT);
    assertFalse(Files.exists(keyFile()), "planning writes nothing");
    assertTrue(vault.wrappedForStorage().isPresent());
    assertTrue(Files.exists(keyFile()));
  }

  @Test
  void twoStagesShareAKeyFileButNoKey() throws IOException {
    StageVault dev = vault("dev");
    StageVault prod = vault("prod");
    Sealed sealed = dev.seal("db", "p", TEXT);
    prod.seal("db", "p", TEXT);
    dev.wrappedForStorage();
    byte[] key = Files.readAllBytes(keyFile());
    prod.wrappedForStorage();
    assertEquals(32, key.length);
    assertEquals(hex(key), hex(Files.readAllBytes(keyFile())));
    assertBroken(prod, sealed);
  }

  private StageVault vault(String stage) {
    return vault(stage, KeySource.file(keyFile()), Optional.empty());
  }

  private StageVault password(String text, Optional<WrappedKey> stored) {
    return vault("dev", KeySource.password(Secret.of(text)), stored);
  }

  private StageVault vault(String stage, KeySource source, Optional<WrappedKey> stored) {
    return new StageVault(
        Disk.ofMachine(), "shop", stage, source, new SecureRandom(), () -> stored);
  }

  private Path keyFile() {
    return folder.resolve("local.key");
  }

  private static void assertBroken(Vault vault, Sealed sealed) {
    SealBrokenException e = assertThrows(SealBrokenException.class, () -> vault.open(sealed));
    assertFalse(e.getMessage().contains(TEXT.unencrypted()), e.getMessage());
  }

  private static Sealed with(Sealed sealed, byte[] cipher) {
    return new Sealed(
        sealed.app(),
        sealed.stage(),
        sealed.id(),
        sealed.path(),
        Base64.getEncoder().encodeToString(cipher),
        sealed.hash(),
        false);
  }

  private static Sealed at(Sealed sealed, String app, String stage, String id, String path) {
    return new Sealed(app, stage, id, path, sealed.cipherText(), sealed.hash(), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
