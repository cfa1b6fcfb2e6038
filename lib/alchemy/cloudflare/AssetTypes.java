package alchemy.cloudflare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The content types of static assets by the ends of their names. */
final class AssetTypes {
  // For the service: answer without a content type.
  private static final String NONE = "application/null";

  private static final Map<String, String> BY_EXTENSION =
      Arrays.stream(
              """
              avif image/avif
              bmp image/bmp
              css text/css; charset=utf-8
              csv text/csv; charset=utf-8
              gif image/gif
              gz application/gzip
              htm text/html; charset=utf-8
              html text/html; charset=utf-8
              ico image/vnd.microsoft.icon
              jpeg image/jpeg
              jpg image/jpeg
              js text/javascript; charset=utf-8
              json application/json
              map application/json
              md text/markdown; charset=utf-8
              mjs text/javascript; charset=utf-8
              mp3 audio/mpeg
              mp4 video/mp4
              ogg audio/ogg
              otf font/otf
              pdf application/pdf
              png image/png
              svg image/svg+xml
              ttf font/ttf
              txt text/plain; charset=utf-8
              wasm application/wasm
              wav audio/wav
              webm video/webm
              webmanifest application/manifest+json
              webp image/webp
              woff font/woff
              woff2 font/woff2
              xml text/xml; charset=utf-8
              zip application/zip\
              """
                  .split("\n"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(words -> words[0], words -> words[1]));

  private AssetTypes() {}

  static String of(String name) {
    return BY_EXTENSION.getOrDefault(extension(name), NONE);
  }

  /** What follows the last dot of a file's name; empty if it has none. */
  static String extension(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
