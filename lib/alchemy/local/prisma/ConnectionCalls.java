package alchemy.local.prisma;

import static alchemy.local.prisma.PrismaApi.data;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.postgres.Databases;
import alchemy.local.prisma.Rows.ConnectionRow;
import alchemy.local.prisma.Rows.DatabaseRow;
import alchemy.local.prisma.Rows.WorkspaceRow;
import java.util.List;

/** The calls on connections. A connection cannot be changed, only rotated. */
final class ConnectionCalls {
  private static final int SHORTEST_NAME = 3;
  private static final int LONGEST_NAME = 65;

  private final Registry registry;
  private final Shapes shapes;
  private final Databases databases;

  ConnectionCalls(Registry registry, Shapes shapes, Databases databases) {
    this.registry = registry;
    this.shapes = shapes;
    this.databases = databases;
  }

  void register(PrismaApi.Routes routes) {
    routes.on("GET", "/connections", this::list);
    routes.on("POST", "/connections", this::create);
    routes.on("GET", "/connections/{id}", this::get);
    routes.on("DELETE", "/connections/{id}", this::delete);
    routes.on("POST", "/connections/{id}/rotate", this::rotate);
    routes.on("GET", "/databases/{id}/connections", this::listOfDatabase);
    routes.on("POST", "/databases/{id}/connections", this::createInDatabase);
  }

  private Reply list(Request request, WorkspaceRow workspace) {
    var databaseId = request.query().get("databaseId");
    return registry.read(
        () -> {
          var rows =
              registry.connections(workspace).stream()
                  .filter(
                      c ->
                          databaseId == null
                              || c.databaseId().equals(Ids.bare(Ids.DATABASE, databaseId)))
                  .toList();
          return Page.of(request, rows, shapes::connection);
        });
  }

  private Reply listOfDatabase(Request request, WorkspaceRow workspace) {
    return registry.read(
        () -> {
          var database = registry.database(workspace, request.params().get("id"));
          List<ConnectionRow> rows = registry.connections(database);
          return Page.of(request, rows, shapes::connection);
        });
  }

  // The two routes differ in their status. Source: the contract, section 8, trap 2.
  private Reply create(Request request, WorkspaceRow workspace) {
    var body = Body.of(request);
    return make(201, registry.database(workspace, body.required("databaseId")), body);
  }

  private Reply createInDatabase(Request request, WorkspaceRow workspace) {
    var database = registry.database(workspace, request.params().get("id"));
    return make(200, database, Body.of(request));
  }

  private Reply make(int status, DatabaseRow database, Body body) {
    var name = body.required("name");
    if (name.length() < SHORTEST_NAME || name.length() > LONGEST_NAME) {
      throw ApiFault.unprocessable(
          "`name` must have " + SHORTEST_NAME + " to " + LONGEST_NAME + " characters.");
    }
    var draft = registry.draft(database, name);
    var password = Ids.random(32);
    databases.createLogin(database.physicalName(), draft.login(), password);
    try {
      registry.add(draft);
    } catch (ApiFault e) {
      // Its database was deleted while PostgreSQL was at work.
      databases.drop(database.physicalName());
      throw e;
    }
    return data(status, shapes.connection(draft, database, password));
  }

  private Reply get(Request request, WorkspaceRow workspace) {
    return registry.read(
        () ->
            data(
                200,
                shapes.connection(registry.connection(workspace, request.params().get("id")))));
  }

  private Reply delete(Request request, WorkspaceRow workspace) {
    var connection = registry.connection(workspace, request.params().get("id"));
    var database = registry.databaseOf(connection);
    databases.dropLogin(database.physicalName(), connection.login());
    registry.remove(connection);
    return Reply.empty(204);
  }

  private Reply rotate(Request request, WorkspaceRow workspace) {
    var connection = registry.connection(workspace, request.params().get("id"));
    var database = registry.databaseOf(connection);
    var password = Ids.random(32);
    databases.changePassword(connection.login(), password);
    return data(200, shapes.connection(connection, database, password));
  }
}
