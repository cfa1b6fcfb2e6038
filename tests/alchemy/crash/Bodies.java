package alchemy.crash;

import alchemy.App;
import alchemy.Body;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.time.Duration;

/**
 * The bodies of scripts that are ended and run again. A script of the launcher takes this file
 * along, so that both run the same lines.
 */
public final class Bodies {
  private Bodies() {}

  /** The same; null, which stands for a destroy, where there is no name. */
  static Body orNothing(String name) {
    return name == null ? null : named(name);
  }

  /** The body of this name. */
  public static Body named(String name) {
    return switch (name) {
      case "example" -> app -> example(app, "us-east-1", false, "connection");
      case "deletable" -> app -> example(app, "us-east-1", true, "connection");
      case "elsewhere" -> app -> example(app, "eu-central-1", true, "connection");
      case "elsewhere, the old one kept" ->
          app -> example(app, "eu-central-1", false, "connection");
      case "connection renamed" -> app -> example(app, "us-east-1", false, "other");
      case "worker renamed" -> app -> renamed(app);
      case "ten" -> app -> ten(app, "ten", 60);
      case "ten changed" -> app -> ten(app, "changed", 30);
      case "small" -> app -> small(app, "small", "us-east-1", false);
      case "small changed" -> app -> small(app, "changed", "us-east-1", false);
      case "small elsewhere" -> app -> small(app, "small", "eu-central-1", true);
      case "small deletable" -> app -> small(app, "small", "us-east-1", true);
      case "small read at once" -> app -> readAtOnce(app);
      case "small moved" -> app -> moved(app);
      case "small project" -> app -> Project.of("project", p -> p.name("small"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  // The main example, with a database elsewhere, one that may go, or another connection.
  private static void example(App app, String region, boolean delete, String name) {
    var project = Project.of("project", p -> p.delete(delete));
    var database = Database.of("database", project, d -> d.region(region).delete(delete));
    var connection = Connection.of("connection", database, c -> c.name(name));
    var db = Hyperdrive.of("prisma-postgres", connection);
    var worker =
        Worker.of(
            "worker",
            "src/worker.ts",
            w -> w.bind("HYPERDRIVE", db).compatibilityFlags("nodejs_compat"));
    app.output("url", worker::url);
  }

  private static void ten(App app, String name, int maxAge) {
    var project = Project.of("project", p -> p.name(name).delete(true));
    var main = Database.of("main", project, d -> d.name(name + "-main").delete(true));
    var second = Database.of("second", project, d -> d.region("eu-central-1").delete(true));
    var writer = Connection.of("writer", main);
    var reader = Connection.of("reader", main, c -> c.name("reader"));
    var other = Connection.of("other", second);
    var a = Hyperdrive.of("a", h -> h.origin(writer).maxAge(Duration.ofSeconds(maxAge)));
    var b = Hyperdrive.of("b", other);
    var api =
        Worker.of(
            "api",
            "src/worker.ts",
            w -> w.bind("HYPERDRIVE", a).compatibilityFlags("nodejs_compat"));
    Worker.of(
        "front",
        "src/front.ts",
        w ->
            w.bind("API", api)
                .bind("NAME", name)
                .bind("HYPERDRIVE", b)
                .bind("DATABASE_URL", reader::connectionString)
                .crons("0 3 * * *"));
    app.output("url", api::url);
    app.output("reader", reader::connectionString);
  }

  private static void small(App app, String name, String region, boolean delete) {
    var project = Project.of("project", p -> p.name("small").delete(delete));
    var database =
        Database.of("database", project, d -> d.name(name).region(region).delete(delete));
    var connection = Connection.of("connection", database);
    app.output("url", connection::connectionString);
  }

  // The Worker's name is its id, so that another one is another Worker.
  private static void renamed(App app) {
    var project = Project.of("project");
    var database = Database.of("database", project);
    var connection = Connection.of("connection", database, c -> c.name("connection"));
    var db = Hyperdrive.of("prisma-postgres", connection);
    var worker =
        Worker.of(
            "worker",
            "src/worker.ts",
            w -> w.name("another").bind("HYPERDRIVE", db).compatibilityFlags("nodejs_compat"));
    app.output("url", worker::url);
  }

  // As an await does: what is read is made there, before the rest is declared.
  private static void readAtOnce(App app) {
    var project = Project.of("project", p -> p.name("small"));
    var name = project.name();
    var database = Database.of("database", project, d -> d.name(name + "-main"));
    var connection = Connection.of("connection", database);
    app.output("url", connection.connectionString());
  }

  private static void moved(App app) {
    var project = Project.of("home", p -> p.name("small").renamedFrom("project"));
    var database = Database.of("store", project, d -> d.name("changed").renamedFrom("database"));
    var connection = Connection.of("way", database, c -> c.renamedFrom("connection"));
    app.output("url", connection::connectionString);
  }
}
