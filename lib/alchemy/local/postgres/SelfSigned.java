package alchemy.local.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The server's key and certificate for 127.0.0.1 and localhost, where PostgreSQL looks for them.
 * Made once for a data folder, so that a client may pin it. The JDK reads certificates and makes
 * none, so that its ASN.1 (RFC 5280) is written here.
 */
final class SelfSigned {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OCTETS = 0x04;
  private static final int TEXT = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final byte[] ECDSA_SHA256 = der(SEQUENCE, hex("06082a8648ce3d040302"));
  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");
  private static final byte[] ADDRESS = hex("87047f000001");
  private static final int DNS = 0x82;

  private SelfSigned() {}

  /** Puts both into a data folder, unless they are there. */
  static void into(Path data, OrdinaryUser user) throws IOException {
    var key = data.resolve("server.key");
    var certificate = data.resolve("server.crt");
    if (Files.exists(key) && Files.exists(certificate)) {
      return;
    }
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      write(key, "PRIVATE KEY", pair.getPrivate().getEncoded(), user);
      write(certificate, "CERTIFICATE", certificate(pair), user);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has elliptic curves", e);
    }
  }

  private static byte[] certificate(KeyPair pair) throws GeneralSecurityException {
    var name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text(TEXT, "alchemy-local"))));
    var names = der(SEQUENCE, ADDRESS, text(DNS, "localhost"));
    var body =
        der(
            SEQUENCE,
            hex("a003020102"), // version 3
            der(INTEGER, new BigInteger(63, new SecureRandom()).toByteArray()),
            ECDSA_SHA256,
            name,
            der(SEQUENCE, text(UTC_TIME, "250101000000Z"), text(UTC_TIME, "491231235959Z")),
            name,
            pair.getPublic().getEncoded(),
            der(0xa3, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, names)))));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    return der(SEQUENCE, body, ECDSA_SHA256, der(BITS, new byte[1], signature.sign()));
  }

  private static byte[] text(int tag, String text) {
    return der(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  // A tag, the length, and what is in it; nothing here is longer than two bytes can count.
  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var each : parts) {
      content.writeBytes(each);
    }
    int length = content.size();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length > 255) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 127) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  // For the owner alone from the first moment on; PostgreSQL refuses a key that others may read.
  private static void write(Path file, String label, byte[] der, OrdinaryUser user)
      throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        fresh, "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    user.own(fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
