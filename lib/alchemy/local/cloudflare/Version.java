package alchemy.local.cloudflare;

import alchemy.local.workerd.Exports;
import alchemy.local.workerd.ModuleType;
import alchemy.local.workerd.WorkerModule;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One immutable version of a Worker: code, bindings and the settings that belong to them.
 *
 * @param number counts from 1
 * @param source what made it, as {@code upload} or {@code secret}
 * @param mainModule the main module, or the script in the old syntax
 * @param serviceWorker true for the old syntax
 * @param settings compatibility, limits, placement and so on, as they were sent
 * @param bindings as they were sent, with the texts of secrets
 * @param handlers the events that it handles; empty in the old syntax, where they are not known
 * @param exports the names of what its main module exports beside that
 * @param assets {@code manifest} and {@code config}; empty if it has none
 * @param etag changes with the code
 */
record Version(
    String id,
    int number,
    String created,
    String source,
    String mainModule,
    boolean serviceWorker,
    Map<String, Object> settings,
    List<Map<String, Object>> bindings,
    List<WorkerModule> modules,
    List<String> handlers,
    List<String> exports,
    Map<String, Object> assets,
    String etag) {
  // What Cloudflare assumes for an upload without a date. Source: docs, "Compatibility dates".
  private static final String OLDEST_DATE = "2021-11-02";

  String compatibilityDate() {
    return (String) settings.getOrDefault("compatibility_date", OLDEST_DATE);
  }

  @SuppressWarnings("unchecked")
  List<String> compatibilityFlags() {
    return (List<String>) settings.getOrDefault("compatibility_flags", List.of());
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> annotations() {
    return (Map<String, Object>) settings.getOrDefault("annotations", Map.of());
  }

  /** The same code with other bindings, as a new version. */
  Version with(Made made, List<Map<String, Object>> newBindings, Map<String, Object> newSettings) {
    return new Version(
        made.id(),
        made.number(),
        made.at(),
        made.source(),
        mainModule,
        serviceWorker,
        newSettings,
        newBindings,
        modules,
        handlers,
        exports,
        assets,
        etag);
  }

  Version with(Exports found) {
    return new Version(
        id,
        number,
        created,
        source,
        mainModule,
        serviceWorker,
        settings,
        bindings,
        modules,
        found.events(),
        found.entrypoints(),
        assets,
        etag);
  }

  /** What distinguishes a version from the one that it was made from. */
  record Made(String id, int number, String at, String source) {}

  /** All of it, to be sealed. */
  Map<String, Object> stored() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("number", number);
    tree.put("created", created);
    tree.put("source", source);
    tree.put("mainModule", mainModule);
    tree.put("serviceWorker", serviceWorker);
    tree.put("settings", settings);
    tree.put("bindings", bindings);
    tree.put("handlers", handlers);
    tree.put("exports", exports);
    tree.put("assets", assets);
    tree.put("etag", etag);
    tree.put("modules", modules.stream().map(Version::stored).toList());
    return tree;
  }

  private static Map<String, Object> stored(WorkerModule module) {
    return Map.of(
        "name", module.name(),
        "type", module.type().name(),
        "content", Base64.getEncoder().encodeToString(module.content()));
  }

  @SuppressWarnings("unchecked")
  static Version read(Map<String, Object> tree) {
    var modules = (List<Map<String, String>>) tree.get("modules");
    return new Version(
        (String) tree.get("id"),
        (Integer) tree.get("number"),
        (String) tree.get("created"),
        (String) tree.get("source"),
        (String) tree.get("mainModule"),
        (Boolean) tree.get("serviceWorker"),
        (Map<String, Object>) tree.get("settings"),
        (List<Map<String, Object>>) tree.get("bindings"),
        modules.stream().map(Version::module).toList(),
        (List<String>) tree.get("handlers"),
        (List<String>) tree.getOrDefault("exports", List.of()),
        (Map<String, Object>) tree.getOrDefault("assets", Map.of()),
        (String) tree.get("etag"));
  }

  private static WorkerModule module(Map<String, String> tree) {
    return new WorkerModule(
        tree.get("name"),
        ModuleType.valueOf(tree.get("type")),
        Base64.getDecoder().decode(tree.get("content")));
  }

  /** Without bindings, which hold secrets. */
  @Override
  public String toString() {
    return "Version " + id;
  }

  /** True if it has a binding of a type whose field names something. */
  boolean binds(String type, String field, String value) {
    return bindings().stream()
        .anyMatch(each -> type.equals(each.get("type")) && value.equals(each.get(field)));
  }
}
