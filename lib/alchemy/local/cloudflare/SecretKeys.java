package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.workerd.Binding;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Bindings of the type {@code secret_key}: keys that a Worker may use and not read. */
final class SecretKeys {
  private static final Set<String> USAGES =
      Set.of(
          "encrypt",
          "decrypt",
          "sign",
          "verify",
          "deriveKey",
          "deriveBits",
          "wrapKey",
          "unwrapKey");

  private SecretKeys() {}

  static Binding binding(String name, Fields form) {
    var given = form.tree().get("algorithm");
    var algorithm = given instanceof String ? Map.of("name", given) : given;
    var usages = form.texts("usages");
    if (!USAGES.containsAll(usages)) {
      throw form.refused("usages", "has one that no key has");
    }
    var format = form.text("format");
    var material =
        switch (format) {
          case "raw" -> form.text("key_base64");
          case "pkcs8" -> pem("PRIVATE KEY", form.text("key_base64"));
          case "spki" -> pem("PUBLIC KEY", form.text("key_base64"));
          case "jwk" -> json(form.object("key_jwk").tree());
          default -> throw form.refused("format", "must be raw, pkcs8, spki or jwk");
        };
    return new Binding.Key(
        name, format.equals("raw") ? "base64" : format, material, json(algorithm), usages);
  }

  private static String json(Object tree) {
    return new String(Json.write(tree), StandardCharsets.UTF_8);
  }

  private static String pem(String kind, String base64) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, base64.replaceAll("\\s", "").replaceAll("(.{64})(?=.)", "$1\n"), kind);
  }
}
