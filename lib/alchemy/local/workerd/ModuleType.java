package alchemy.local.workerd;

import java.util.Optional;

/**
 * The kinds of module that an upload may hold, with the media type that marks each. Source:
 * Cloudflare API, Workers scripts, multipart upload.
 */
public enum ModuleType {
  ES_MODULE("application/javascript+module", "esModule"),
  COMMON_JS("application/javascript", "commonJsModule"),
  TEXT("text/plain", "text"),
  DATA("application/octet-stream", "data"),
  WASM("application/wasm", "wasm"),
  JSON("application/json", "json"),
  /** Kept with the version and given back, but no module to workerd. */
  SOURCE_MAP("application/source-map", "");

  private final String mediaType;
  private final String field;

  ModuleType(String mediaType, String field) {
    this.mediaType = mediaType;
    this.field = field;
  }

  /** The media type, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** The field of workerd's {@code Module} that takes such content; empty if none does. */
  String field() {
    return field;
  }

  /** The type that a media type marks, whatever its parameters. */
  public static Optional<ModuleType> of(String contentType) {
    var bare = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    // What JavaScript was called before RFC 9239 and is called since; clients send all of them.
    if (bare.equals("text/javascript+module")) {
      return Optional.of(ES_MODULE);
    }
    if (bare.equals("text/javascript")) {
      return Optional.of(COMMON_JS);
    }
    for (var each : values()) {
      if (each.mediaType.equals(bare)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
