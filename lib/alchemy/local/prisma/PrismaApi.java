package alchemy.local.prisma;

import alchemy.local.Handler;
import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.Router;
import alchemy.local.Store;
import alchemy.local.Tokens;
import alchemy.local.postgres.Postgres;
import alchemy.local.prisma.Rows.WorkspaceRow;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Prisma Management API below {@code /v1}: who asks, and what he may see. A database is one of
 * the real PostgreSQL, a connection a login role in it.
 */
public final class PrismaApi {
  private final Registry registry;
  private final Tokens tokens;
  private final Shapes shapes;
  private final Postgres postgres;

  /**
   * Makes the API over what the store holds.
   *
   * @param base the API's own address, without {@code /v1}; answers link to it
   */
  public PrismaApi(Store store, Tokens tokens, Postgres postgres, URI base) {
    this.registry = new Registry(store, Clock.systemUTC());
    this.tokens = tokens;
    this.postgres = postgres;
    this.shapes = new Shapes(base, postgres.port(), registry);
  }

  /** The routes below {@code /v1}. */
  public Router routes() {
    var router = new Router();
    Routes routes = (method, path, call) -> router.on(method, path, authorised(call));
    routes.on("GET", "/workspaces", this::workspaces);
    routes.on("POST", "/workspaces", this::refuseWorkspace);
    routes.on("GET", "/workspaces/{id}", this::workspace);
    routes.on("GET", "/me", this::me);
    routes.on("GET", "/regions", this::regions);
    routes.on("GET", "/regions/postgres", this::postgresRegions);
    new ProjectCalls(registry, shapes, postgres.databases()).register(routes);
    new DatabaseCalls(registry, shapes, postgres.databases()).register(routes);
    new ConnectionCalls(registry, shapes, postgres.databases()).register(routes);
    return router;
  }

  /** All databases with their connections, without passwords, for the page. */
  public List<Map<String, Object>> overview() {
    return registry.read(() -> registry.databases().stream().map(shapes::overview).toList());
  }

  /**
   * A session of a database's owner.
   *
   * @param id as {@link #overview} has it
   * @param longest after which a statement is ended
   */
  public Connection session(String id, Duration longest) throws SQLException {
    var known = registry.databases().stream().filter(each -> each.id().equals(id)).findFirst();
    if (known.isEmpty()) {
      throw new SQLException("This database is no longer there.");
    }
    return postgres.databases().session(known.get().physicalName(), longest);
  }

  /** The answer to a path that the API does not have. */
  public Reply notFound(Request request) {
    return ApiFault.notFound("Route", request.method() + " /v1" + request.path()).reply();
  }

  /** Where calls are registered. */
  @FunctionalInterface
  interface Routes {
    void on(String method, String path, Call call);
  }

  /** What answers a request of a known workspace. */
  @FunctionalInterface
  interface Call {
    Reply answer(Request request, WorkspaceRow workspace);
  }

  private Handler authorised(Call call) {
    return request -> {
      try {
        var name = tokens.workspace(request.bearer()).orElseThrow(ApiFault::unauthorized);
        return call.answer(request, registry.workspace(name));
      } catch (ApiFault e) {
        return e.reply();
      } finally {
        registry.settle();
      }
    };
  }

  private Reply workspaces(Request request, WorkspaceRow workspace) {
    return Page.of(request, List.of(workspace), shapes::workspace);
  }

  private Reply workspace(Request request, WorkspaceRow workspace) {
    var id = request.params().get("id");
    if (!Ids.bare(Ids.WORKSPACE, id).equals(workspace.id())) {
      throw ApiFault.notFound("Workspace", id);
    }
    return data(200, shapes.workspace(workspace));
  }

  private Reply refuseWorkspace(Request request, WorkspaceRow workspace) {
    throw ApiFault.forbidden("A service token cannot create workspaces.");
  }

  private Reply me(Request request, WorkspaceRow workspace) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("id", Ids.WORKSPACE + workspace.id());
    place.put("name", workspace.name());
    Map<String, Object> credential = new LinkedHashMap<>();
    credential.put("type", "service_token");
    credential.put("id", null);
    credential.put("name", workspace.name());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("user", null);
    tree.put("workspace", place);
    tree.put("credential", credential);
    return data(200, tree);
  }

  private Reply postgresRegions(Request request, WorkspaceRow workspace) {
    return data(200, List.of(Region.values()).stream().map(Region::listed).toList());
  }

  private Reply regions(Request request, WorkspaceRow workspace) {
    var product = request.query().getOrDefault("product", "");
    var all = new ArrayList<Map<String, Object>>();
    for (var each : List.of("postgres", "accelerate")) {
      if (product.isEmpty() || product.equals(each)) {
        for (var region : Region.values()) {
          var tree = region.listed();
          tree.put("product", each);
          all.add(tree);
        }
      }
    }
    return data(200, all);
  }

  static Reply data(int status, Object tree) {
    return Reply.json(status, Map.of("data", tree));
  }
}
