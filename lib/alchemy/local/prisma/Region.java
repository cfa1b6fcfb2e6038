package alchemy.local.prisma;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The regions of Prisma Postgres. Here a region is recorded and nothing else. */
enum Region {
  US_EAST_1("us-east-1", "US East (N. Virginia)"),
  US_WEST_1("us-west-1", "US West (N. California)"),
  EU_WEST_3("eu-west-3", "Europe (Paris)"),
  EU_CENTRAL_1("eu-central-1", "Europe (Frankfurt)"),
  AP_NORTHEAST_1("ap-northeast-1", "Asia Pacific (Tokyo)"),
  AP_SOUTHEAST_1("ap-southeast-1", "Asia Pacific (Singapore)");

  static final Region DEFAULT = US_EAST_1;

  final String id;
  final String title;

  Region(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The region of an id. */
  static Region of(String id) {
    for (var region : values()) {
      if (region.id.equals(id)) {
        return region;
      }
    }
    throw ApiFault.invalid(
        "Unknown region "
            + id
            + ", known are "
            + List.of(values()).stream().map(r -> r.id).toList());
  }

  /** As a database's answer shows it. */
  Map<String, Object> reference() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("name", title);
    return tree;
  }

  /** As the lists of regions show it. */
  Map<String, Object> listed() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("type", "region");
    tree.put("name", title);
    tree.put("status", "available");
    return tree;
  }
}
