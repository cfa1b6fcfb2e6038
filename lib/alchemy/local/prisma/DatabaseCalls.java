package alchemy.local.prisma;

import static alchemy.local.prisma.PrismaApi.data;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.postgres.Databases;
import alchemy.local.prisma.Rows.ConnectionRow;
import alchemy.local.prisma.Rows.DatabaseRow;
import alchemy.local.prisma.Rows.ProjectRow;
import alchemy.local.prisma.Rows.WorkspaceRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The calls on databases. */
final class DatabaseCalls {
  private static final String BRANCHES = "no branches beside a project's own";

  private final Registry registry;
  private final Shapes shapes;
  private final Databases databases;

  DatabaseCalls(Registry registry, Shapes shapes, Databases databases) {
    this.registry = registry;
    this.shapes = shapes;
    this.databases = databases;
  }

  void register(PrismaApi.Routes routes) {
    routes.on("GET", "/databases", this::list);
    routes.on("POST", "/databases", this::create);
    routes.on("GET", "/databases/{id}", this::get);
    routes.on("PATCH", "/databases/{id}", this::change);
    routes.on("DELETE", "/databases/{id}", this::delete);
    routes.on("GET", "/projects/{id}/databases", this::listOfProject);
    routes.on("POST", "/projects/{id}/databases", this::createInProject);
  }

  private Reply list(Request request, WorkspaceRow workspace) {
    var query = request.query();
    if (query.containsKey("branchGitName")) {
      throw ApiFault.invalid("`branchGitName`: the local cloud has " + BRANCHES + ".");
    }
    var projectId = query.get("projectId");
    var branchId = query.get("branchId");
    var logicalId = query.get("logicalId");
    var rows =
        registry.read(
            () ->
                registry.databases(workspace).stream()
                    .filter(
                        d ->
                            projectId == null
                                || d.projectId().equals(Ids.bare(Ids.PROJECT, projectId)))
                    .filter(
                        d ->
                            branchId == null
                                || Ids.bare(Ids.BRANCH, branchId)
                                    .equals(registry.projectOf(d).branchId()))
                    .filter(d -> logicalId == null || logicalId.equals(d.logicalId()))
                    .toList());
    return page(request, rows);
  }

  private Reply listOfProject(Request request, WorkspaceRow workspace) {
    var project = registry.project(workspace, request.params().get("id"));
    return page(request, registry.databases(project));
  }

  // At one moment, since showing a row looks up the rows that it refers to.
  private Reply page(Request request, List<DatabaseRow> rows) {
    return registry.read(
        () -> {
          var present = rows.stream().filter(registry::isPresent).toList();
          return Page.of(request, present, shapes::database);
        });
  }

  private Reply create(Request request, WorkspaceRow workspace) {
    var body = Body.of(request);
    var project = registry.project(workspace, body.required("projectId"));
    body.refuse("branchGitName", BRANCHES);
    var branch = body.text("branchId");
    if (branch.isPresent() && !Ids.bare(Ids.BRANCH, branch.get()).equals(project.branchId())) {
      throw ApiFault.notFound("Branch", branch.get());
    }
    return data(201, make(draft(body, project, body.logicalId().orElse(null)), project));
  }

  private Reply createInProject(Request request, WorkspaceRow workspace) {
    var project = registry.project(workspace, request.params().get("id"));
    // This route has no logicalId; the API passes it over, and so do we.
    return data(201, makeInProject(draft(Body.of(request), project, null), project));
  }

  private DatabaseRow draft(Body body, ProjectRow project, String logicalId) {
    body.onlyEmptySource();
    var name = body.name().orElse("My Database");
    var region = region(body.text("region"), project);
    return registry.draft(project, name, logicalId, region.id, body.flag("isDefault", false));
  }

  private Region region(Optional<String> wanted, ProjectRow project) {
    if (wanted.isEmpty()) {
      return Region.DEFAULT;
    }
    if (!wanted.get().equals("inherit")) {
      return Region.of(wanted.get());
    }
    if (project.region() != null) {
      return Region.of(project.region());
    }
    return registry.databases(project).stream()
        .filter(DatabaseRow::isDefault)
        .findFirst()
        .map(d -> Region.of(d.region()))
        .orElse(Region.DEFAULT);
  }

  private Map<String, Object> make(DatabaseRow draft, ProjectRow project) {
    return made(
        draft, (connection, password) -> shapes.created(draft, project, connection, password));
  }

  /** Makes a database as the routes of projects do, and shows it. */
  Map<String, Object> makeInProject(DatabaseRow draft, ProjectRow project) {
    return made(
        draft,
        (connection, password) -> shapes.createdInProject(draft, project, connection, password));
  }

  // With its default connection, whose password only this answer shows.
  private Map<String, Object> made(
      DatabaseRow draft, BiFunction<ConnectionRow, String, Map<String, Object>> shown) {
    var connection = registry.draftDefault(draft);
    var password = Ids.random(32);
    databases.create(draft.physicalName());
    databases.createLogin(draft.physicalName(), connection.login(), password);
    try {
      registry.add(draft, connection);
    } catch (ApiFault e) {
      // Its project was deleted, or its logicalId was taken, while PostgreSQL was at work.
      databases.drop(draft.physicalName());
      throw e;
    }
    return shown.apply(connection, password);
  }

  private Reply get(Request request, WorkspaceRow workspace) {
    return data(200, shapes.database(registry.database(workspace, request.params().get("id"))));
  }

  private Reply change(Request request, WorkspaceRow workspace) {
    var id = request.params().get("id");
    registry.database(workspace, id);
    var body = Body.of(request);
    body.refuse("branchId", BRANCHES);
    body.refuse("branchGitName", BRANCHES);
    return data(
        200, shapes.database(registry.change(workspace, id, body.name(), body.logicalId())));
  }

  private Reply delete(Request request, WorkspaceRow workspace) {
    var database = registry.database(workspace, request.params().get("id"));
    if (database.isDefault()) {
      throw ApiFault.forbidden("Cannot delete the default environment.");
    }
    databases.drop(database.physicalName());
    registry.remove(database);
    return Reply.empty(204);
  }
}
