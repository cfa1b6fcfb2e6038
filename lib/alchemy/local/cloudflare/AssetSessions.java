package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.workerd.Assets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Uploads of static assets: a session's token allows to bring the files that are missing, and the
 * token of completion lets a Worker have all of them. Both live an hour, and not longer than this
 * process. Source: Cloudflare docs, "Static assets, direct upload".
 */
final class AssetSessions {
  private static final int INVALID = 10021;
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
  private static final int MOST_FILES = 20_000;
  private static final int LARGEST = 25 << 20;
  private static final int BUCKET_FILES = 100;
  private static final long BUCKET_BYTES = 40L << 20;

  private final AssetShelf shelf;
  private final Clock clock;
  private final SecretKeySpec key;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  AssetSessions(AssetShelf shelf, Clock clock) {
    this.shelf = shelf;
    this.clock = clock;
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  private record Asset(String hash, int size) {}

  private record Session(String script, Map<String, Asset> manifest) {
    Optional<Asset> asset(String hash) {
      return manifest.values().stream().filter(each -> each.hash().equals(hash)).findFirst();
    }
  }

  /** A token, and the hashes of the files that are to come, as many at once as may be. */
  record Begun(String jwt, List<List<String>> buckets) {}

  Begun begin(String script, Fields manifest) {
    var session = new Session(script, assets(manifest));
    var id = UUID.randomUUID().toString();
    sessions.put(id, session);
    var buckets = buckets(session);
    return new Begun(token(id, buckets.isEmpty() ? "complete" : "upload"), buckets);
  }

  private static Map<String, Asset> assets(Fields manifest) {
    Map<String, Asset> assets = new LinkedHashMap<>();
    for (var path : manifest.tree().keySet()) {
      var entry = manifest.object(path);
      var hash = entry.text("hash");
      if (!path.startsWith("/") || List.of(path.split("/")).contains("..")) {
        throw manifest.refused(path, "is no path from / on");
      }
      if (!HASH.matcher(hash).matches()) {
        throw entry.refused("hash", "must be 32 hexadecimal digits");
      }
      assets.put(path, new Asset(hash, entry.whole("size", 0, LARGEST)));
    }
    if (assets.size() > MOST_FILES) {
      throw manifest.refused("", "has more than " + MOST_FILES + " files");
    }
    return assets;
  }

  private List<List<String>> buckets(Session session) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    session.manifest().values().stream()
        .filter(each -> !shelf.has(each.hash()))
        .forEach(each -> missing.put(each.hash(), each.size()));
    var buckets = new ArrayList<List<String>>();
    long bytes = BUCKET_BYTES;
    for (var each : missing.entrySet()) {
      bytes += each.getValue();
      if (bytes > BUCKET_BYTES || buckets.get(buckets.size() - 1).size() == BUCKET_FILES) {
        buckets.add(new ArrayList<>());
        bytes = each.getValue();
      }
      buckets.get(buckets.size() - 1).add(each.getKey());
    }
    return buckets;
  }

  /** Takes files, named by their hashes, in Base64; the token of completion with the last one. */
  Optional<String> upload(String jwt, Multipart form) {
    var id = session(jwt, "upload").orElseThrow(AssetSessions::unknown);
    var session = sessions.get(id);
    for (var part : form.parts()) {
      var asset =
          session
              .asset(part.name())
              .orElseThrow(() -> wrong(part.name(), "is not in the session's manifest"));
      byte[] content;
      try {
        content = Base64.getMimeDecoder().decode(part.content());
      } catch (IllegalArgumentException e) {
        throw wrong(part.name(), "is not Base64");
      }
      if (content.length != asset.size()) {
        throw wrong(part.name(), "has not the size that the manifest says");
      }
      shelf.put(asset.hash(), content);
    }
    return buckets(session).isEmpty() ? Optional.of(token(id, "complete")) : Optional.empty();
  }

  /** The hashes of a Worker's assets by their paths, for a token of completion. */
  Map<String, String> completed(String script, String jwt) {
    var session =
        session(jwt, "complete")
            .map(sessions::get)
            .filter(each -> each.script().equals(script))
            .orElseThrow(
                () ->
                    ApiErrorException.invalid(
                        INVALID, "The completion token of the assets is not valid or expired."));
    Map<String, String> hashes = new LinkedHashMap<>();
    session.manifest().forEach((path, asset) -> hashes.put(path, asset.hash()));
    return hashes;
  }

  /** What workerd needs of a version's assets; nothing if it has none. */
  @SuppressWarnings("unchecked")
  Optional<Assets> served(Map<String, Object> assets) {
    if (assets.isEmpty()) {
      return Optional.empty();
    }
    var given = (Map<String, Object>) assets.getOrDefault("config", Map.of());
    Map<String, Object> config = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> config.put(name.startsWith("_") ? name.substring(1) : name, value));
    return Optional.of(
        new Assets(shelf.site((Map<String, String>) assets.get("manifest")), config));
  }

  private static ApiErrorException unknown() {
    return new ApiErrorException(401, 10000, "The token of the assets is not valid or expired.");
  }

  private static ApiErrorException wrong(String hash, String why) {
    return ApiErrorException.invalid(INVALID, "asset " + hash + " " + why);
  }

  private String token(String session, String phase) {
    long expires = clock.instant().plus(LIFE).getEpochSecond();
    var signed =
        encode(Map.of("alg", "HS256", "typ", "JWT"))
            + "."
            + encode(Map.of("session", session, "phase", phase, "exp", expires));
    return signed + "." + signature(signed);
  }

  private static String encode(Map<String, ?> tree) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(tree));
  }

  private String signature(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var bytes = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC is not available in this JDK", e);
    }
  }

  private Optional<String> session(String jwt, String phase) {
    int dot = jwt.lastIndexOf('.');
    if (dot < 0
        || !MessageDigest.isEqual(
            signature(jwt.substring(0, dot)).getBytes(StandardCharsets.US_ASCII),
            jwt.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    var payload = Base64.getUrlDecoder().decode(jwt.substring(jwt.indexOf('.') + 1, dot));
    var claims = (Map<?, ?>) Json.read(payload);
    return phase.equals(claims.get("phase"))
            && ((Number) claims.get("exp")).longValue() > clock.instant().getEpochSecond()
        ? Optional.of((String) claims.get("session"))
        : Optional.empty();
  }
}
