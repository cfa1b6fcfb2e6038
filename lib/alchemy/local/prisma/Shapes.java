package alchemy.local.prisma;

import alchemy.local.Json;
import alchemy.local.Loopback;
import alchemy.local.prisma.Rows.ConnectionRow;
import alchemy.local.prisma.Rows.DatabaseRow;
import alchemy.local.prisma.Rows.ProjectRow;
import alchemy.local.prisma.Rows.WorkspaceRow;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as the API shows them. */
final class Shapes {
  private final URI base;
  private final int postgresPort;
  private final Registry registry;

  /**
   * Makes shapes.
   *
   * @param base the API's own address, without {@code /v1}
   */
  Shapes(URI base, int postgresPort, Registry registry) {
    this.base = base;
    this.postgresPort = postgresPort;
    this.registry = registry;
  }

  Map<String, Object> workspace(WorkspaceRow row) {
    var tree = head(Ids.WORKSPACE + row.id(), "workspace", "workspaces", row.name());
    tree.put("createdAt", row.createdAt());
    return tree;
  }

  Map<String, Object> project(ProjectRow row, WorkspaceRow workspace) {
    var tree = head(Ids.PROJECT + row.id(), "project", "projects", row.name());
    tree.put("logicalId", row.logicalId());
    tree.put("createdAt", row.createdAt());
    tree.put("defaultRegion", row.region());
    tree.put(
        "workspace", reference(Ids.WORKSPACE + workspace.id(), "workspaces", workspace.name()));
    return tree;
  }

  Map<String, Object> database(DatabaseRow row) {
    return registry.read(
        () -> {
          var connections = registry.connections(row).stream().map(this::connection).toList();
          return database(row, registry.projectOf(row), "ready", connections);
        });
  }

  /** As a create answers: being made, its default connection with the secrets, this once. */
  Map<String, Object> created(
      DatabaseRow row, ProjectRow project, ConnectionRow connection, String password) {
    var inside = connection(connection, row, password);
    inside.keySet().removeAll(List.of("connectionString", "host", "user", "pass"));
    return database(row, project, "provisioning", List.of(inside));
  }

  /** What the routes below a project add to that: the same secrets in older forms. */
  Map<String, Object> createdInProject(
      DatabaseRow row, ProjectRow project, ConnectionRow connection, String password) {
    var tree = created(row, project, connection, password);
    var key = connection(connection, row, password);
    key.keySet().removeAll(List.of("database", "host", "user", "pass"));
    key.put("endpoints", connection(connection, row, null).get("endpoints"));
    tree.put("apiKeys", List.of(key));
    tree.put("connectionString", key.get("connectionString"));
    tree.put("directConnection", key.get("directConnection"));
    return tree;
  }

  private Map<String, Object> database(
      DatabaseRow row, ProjectRow project, String status, List<Map<String, Object>> connections) {
    var tree = head(Ids.DATABASE + row.id(), "database", "databases", row.name());
    tree.put("status", status);
    tree.put("createdAt", row.createdAt());
    tree.put("isDefault", row.isDefault());
    // The default connection can be deleted like any other.
    var id = Ids.CONNECTION + row.defaultConnectionId();
    tree.put(
        "defaultConnectionId",
        connections.stream().anyMatch(c -> id.equals(c.get("id"))) ? id : null);
    tree.put("connections", connections);
    tree.put("project", reference(Ids.PROJECT + project.id(), "projects", project.name()));
    tree.put("region", Region.of(row.region()).reference());
    tree.put("source", Map.of("type", "empty"));
    tree.put("branchId", Ids.BRANCH + project.branchId());
    tree.put("logicalId", row.logicalId());
    return tree;
  }

  /** As the page shows it, which knows no passwords. */
  Map<String, Object> overview(DatabaseRow row) {
    var connections =
        registry.connections(row).stream()
            .map(each -> Map.of("name", each.name(), "url", url(each, row, "***")))
            .toList();
    return Map.of(
        "id",
        row.id(),
        "name",
        row.name(),
        "project",
        registry.projectOf(row).name(),
        "region",
        row.region(),
        "connections",
        connections);
  }

  Map<String, Object> connection(ConnectionRow row) {
    return connection(row, registry.databaseOf(row), null);
  }

  /** A connection; with its secrets if a password is given. */
  Map<String, Object> connection(ConnectionRow row, DatabaseRow database, String password) {
    var tree = head(Ids.CONNECTION + row.id(), "connection", "connections", row.name());
    tree.put("createdAt", row.createdAt());
    tree.put("kind", "postgres");
    var direct = endpoint(postgresPort);
    var pooled = endpoint(postgresPort);
    var accelerate = endpoint(base.getPort());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    endpoints.put("direct", direct);
    endpoints.put("pooled", pooled);
    endpoints.put("accelerate", accelerate);
    tree.put("endpoints", endpoints);
    tree.put("database", reference(Ids.DATABASE + database.id(), "databases", database.name()));
    if (password == null) {
      return tree;
    }
    var url = url(row, database, password);
    direct.put("connectionString", url);
    // There is no pooler here; the same server answers.
    pooled.put("connectionString", url);
    accelerate.put("connectionString", accelerate(url));
    var host = Loopback.HOST + ":" + postgresPort;
    tree.put("connectionString", accelerate(url));
    Map<String, Object> deprecated = new LinkedHashMap<>();
    deprecated.put("host", host);
    deprecated.put("user", row.login());
    deprecated.put("pass", password);
    tree.put("directConnection", deprecated);
    tree.putAll(deprecated);
    return tree;
  }

  private String url(ConnectionRow row, DatabaseRow database, String password) {
    return "postgres://"
        + row.login()
        + ":"
        + password
        + "@"
        + Loopback.HOST
        + ":"
        + postgresPort
        + "/"
        + database.physicalName()
        + "?sslmode=require";
  }

  // Prisma's own local server puts the database's address into the key in this way, and its tools
  // then talk to that directly.
  private String accelerate(String url) {
    var key =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Json.write(Map.of("databaseUrl", url)));
    return "prisma+postgres://" + Loopback.HOST + ":" + base.getPort() + "/?api_key=" + key;
  }

  private static Map<String, Object> endpoint(int port) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("host", Loopback.HOST);
    tree.put("port", port);
    return tree;
  }

  private Map<String, Object> head(String id, String type, String plural, String name) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("type", type);
    tree.put("url", base + "/v1/" + plural + "/" + id);
    tree.put("name", name);
    return tree;
  }

  private Map<String, Object> reference(String id, String plural, String name) {
    var tree = head(id, "", plural, name);
    tree.remove("type");
    return tree;
  }
}
