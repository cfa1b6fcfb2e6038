package alchemy.local.cloudflare;

import java.util.List;
import java.util.Map;

/** What a new version has that differs from the one before in bindings and settings only. */
record VersionChange(
    List<Map<String, Object>> bindings,
    Map<String, Object> versionSettings,
    Map<String, Object> scriptSettings) {}
