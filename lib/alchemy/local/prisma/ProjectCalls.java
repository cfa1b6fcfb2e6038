package alchemy.local.prisma;

import static alchemy.local.prisma.PrismaApi.data;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.postgres.Databases;
import alchemy.local.prisma.Rows.DatabaseRow;
import alchemy.local.prisma.Rows.WorkspaceRow;

/** The calls on projects. */
final class ProjectCalls {
  private static final int LONGEST_NAME = 256;

  private final Registry registry;
  private final Shapes shapes;
  private final Databases databases;

  ProjectCalls(Registry registry, Shapes shapes, Databases databases) {
    this.registry = registry;
    this.shapes = shapes;
    this.databases = databases;
  }

  void register(PrismaApi.Routes routes) {
    routes.on("GET", "/projects", this::list);
    routes.on("POST", "/projects", this::create);
    routes.on("GET", "/projects/{id}", this::get);
    routes.on("PATCH", "/projects/{id}", this::change);
    routes.on("DELETE", "/projects/{id}", this::delete);
  }

  private Reply list(Request request, WorkspaceRow workspace) {
    var logicalId = request.query().get("logicalId");
    var rows =
        registry.projects(workspace).stream()
            .filter(p -> logicalId == null || logicalId.equals(p.logicalId()))
            .toList();
    return Page.of(request, rows, p -> shapes.project(p, workspace));
  }

  private Reply create(Request request, WorkspaceRow workspace) {
    var body = Body.of(request);
    var name = body.name().orElse("My Project");
    var region = body.text("region").map(Region::of);
    var withDatabase = body.flag("createDatabase", true);
    var logicalId = body.logicalId().orElse(null);
    var wanted = body.text("workspaceId");
    if (wanted.isPresent() && !Ids.bare(Ids.WORKSPACE, wanted.get()).equals(workspace.id())) {
      throw ApiFault.forbidden("The token has no access to the workspace " + wanted.get() + ".");
    }
    var project =
        registry.addProject(workspace, name, logicalId, region.map(r -> r.id).orElse(null));
    var tree = shapes.project(project, workspace);
    tree.put("database", null);
    if (withDatabase) {
      var home = region.orElse(Region.DEFAULT).id;
      var draft = registry.draft(project, name, null, home, true);
      var made = new DatabaseCalls(registry, shapes, databases).makeInProject(draft, project);
      made.remove("project");
      tree.put("database", made);
    }
    return data(201, tree);
  }

  private Reply get(Request request, WorkspaceRow workspace) {
    return data(
        200, shapes.project(registry.project(workspace, request.params().get("id")), workspace));
  }

  private Reply change(Request request, WorkspaceRow workspace) {
    var id = request.params().get("id");
    var before = registry.project(workspace, id);
    var name = Body.of(request).text("name");
    if (name.isPresent() && (name.get().isEmpty() || name.get().length() > LONGEST_NAME)) {
      throw ApiFault.unprocessable("`name` must have 1 to " + LONGEST_NAME + " characters.");
    }
    // The settings that may stand beside it are never shown again, so nothing is kept of them.
    var changed = name.isPresent() ? registry.rename(workspace, id, name.get()) : before;
    return data(200, shapes.project(changed, workspace));
  }

  private Reply delete(Request request, WorkspaceRow workspace) {
    var project = registry.project(workspace, request.params().get("id"));
    var members = registry.databases(project);
    // A default database cannot be deleted alone, so it must be able to go with its project.
    if (!members.stream().allMatch(DatabaseRow::isDefault)) {
      throw ApiFault.invalid("Cannot delete the project, it has existing dependencies.");
    }
    for (var member : members) {
      databases.drop(member.physicalName());
      registry.remove(member);
    }
    registry.remove(project);
    return Reply.empty(204);
  }
}
