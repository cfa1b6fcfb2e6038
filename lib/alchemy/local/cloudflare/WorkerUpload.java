package alchemy.local.cloudflare;

import alchemy.local.Json;
import alchemy.local.Request;
import alchemy.local.workerd.ModuleType;
import alchemy.local.workerd.WorkerModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * What a multipart upload brings: metadata and modules, the main module first.
 *
 * @param metadata the part {@code metadata}, whether or not it has a Content-Type
 * @param serviceWorker true if the metadata names a {@code body_part}
 */
record WorkerUpload(Fields metadata, boolean serviceWorker, List<WorkerModule> modules) {
  private static final int INVALID = 10021;
  private static final int TOO_LARGE = 10027;
  private static final int LARGEST = 10 << 20;
  private static final String[] VERSIONED = {
    "compatibility_date",
    "compatibility_flags",
    "limits",
    "placement",
    "usage_model",
    "annotations",
    "cache_options"
  };
  private static final List<String> NOT_HERE = List.of("containers", "exports");
  private static final Map<String, Set<String>> ASSET_HANDLING =
      Map.of(
          "html_handling",
          Set.of("auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"),
          "not_found_handling",
          Set.of("none", "404-page", "single-page-application"));

  static WorkerUpload of(Request request) {
    var type = request.headers().getOrDefault("content-type", "");
    var form = Multipart.parse(type, request.body());
    var part =
        form.find("metadata")
            .orElseThrow(() -> ApiErrorException.invalid(10026, "The part metadata is missing."));
    var metadata = Fields.of(Json.read(part.content()), "metadata", INVALID);
    NOT_HERE.forEach(field -> refuse(metadata, field));
    boolean serviceWorker = !metadata.has("main_module") && metadata.has("body_part");
    var isAssetsOnly =
        !serviceWorker
            && !metadata.has("main_module")
            && (metadata.has("assets") || metadata.flag("keep_assets", false));
    var main = isAssetsOnly ? "" : metadata.text(serviceWorker ? "body_part" : "main_module");
    var modules = modules(form, main);
    checkSize(modules);
    return new WorkerUpload(metadata, serviceWorker, modules);
  }

  // Compressed, as Cloudflare counts it; source maps are not the Worker's.
  private static void checkSize(List<WorkerModule> modules) {
    var counted = modules.stream().filter(each -> each.type() != ModuleType.SOURCE_MAP).toList();
    if (counted.stream().mapToLong(each -> each.content().length).sum() <= LARGEST) {
      return;
    }
    var compressed = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(compressed)) {
      for (var each : counted) {
        zip.write(each.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (compressed.size() > LARGEST) {
      throw new ApiErrorException(
          413, TOO_LARGE, "Your Worker exceeded the size limit of 10 MiB, compressed.");
    }
  }

  /** The settings that belong to the version. */
  Map<String, Object> settings() {
    metadata.text("compatibility_date", "");
    metadata.texts("compatibility_flags");
    return metadata.only(VERSIONED);
  }

  /** A new version from this; its handlers are not known yet. */
  Version version(
      Version.Made made, String script, AssetSessions sessions, Optional<Version> before) {
    var bindings =
        BindingForms.merge(metadata.list("bindings"), metadata.texts("keep_bindings"), before);
    return new Version(
        made.id(),
        made.number(),
        made.at(),
        made.source(),
        modules.isEmpty() ? "" : modules.get(0).name(),
        serviceWorker,
        settings(),
        bindings,
        modules,
        List.of(),
        List.of(),
        assets(script, sessions, before.map(Version::assets).orElse(Map.of())),
        etag());
  }

  // A new set with its token, or the one before, each with the rules that are given or were.
  private Map<String, Object> assets(
      String script, AssetSessions sessions, Map<String, Object> before) {
    boolean kept = metadata.flag("keep_assets", false);
    if (!metadata.has("assets")) {
      return kept ? before : Map.of();
    }
    var given = metadata.object("assets");
    Map<String, Object> assets = new LinkedHashMap<>(kept ? before : Map.of());
    if (given.has("jwt") || !kept) {
      assets.put("manifest", sessions.completed(script, given.text("jwt")));
    }
    if (given.has("config") && !assets.isEmpty()) {
      var config = given.object("config");
      ASSET_HANDLING.forEach(
          (field, values) -> {
            if (config.has(field) && !values.contains(config.text(field))) {
              throw config.refused(field, "must be one of " + String.join(", ", values));
            }
          });
      assets.put("config", config.tree());
    }
    return assets;
  }

  /** The classes of Durable Objects after the migrations that this brings, if it does. */
  Migrations migrated(Migrations before, Function<String, Migrations> others) {
    return metadata.has("migrations")
        ? before.after(metadata.object("migrations"), others)
        : before;
  }

  private static List<WorkerModule> modules(Multipart form, String main) {
    var modules = new ArrayList<WorkerModule>();
    for (var part : form.parts()) {
      if (part.name().equals("metadata")) {
        continue;
      }
      var type =
          ModuleType.of(part.contentType())
              .orElseThrow(
                  () ->
                      ApiErrorException.notHere(
                          "modules of the type \""
                              + part.contentType()
                              + "\" (module "
                              + part.name()
                              + ")"));
      var module = new WorkerModule(part.name(), type, part.content());
      if (part.name().equals(main)) {
        modules.add(0, module);
      } else {
        modules.add(module);
      }
    }
    if (main.isEmpty() && modules.isEmpty()) {
      return List.of();
    }
    if (modules.isEmpty() || !modules.get(0).name().equals(main)) {
      throw ApiErrorException.invalid(INVALID, "No such module: " + main + ".");
    }
    return List.copyOf(modules);
  }

  // Empty lists and null say "nothing", which is what the local cloud has.
  private static void refuse(Fields metadata, String field) {
    if (metadata.has(field) && !isNothing(metadata.tree().get(field))) {
      throw ApiErrorException.notHere(field + " of a Worker");
    }
  }

  private static boolean isNothing(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().allMatch(WorkerUpload::isNothing);
    }
    return value == null || Boolean.FALSE.equals(value) || List.of().equals(value);
  }

  private String etag() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var module : modules) {
        digest.update(
            (module.name() + "\0" + module.content().length + "\0")
                .getBytes(StandardCharsets.UTF_8));
        digest.update(module.content());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available in this JDK", e);
    }
  }
}
