///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;

// The README's example; what it makes may be deleted, and one variable of the Worker can be
// changed.
class Example {
  public static void main(String... args) {
    Alchemy.run(
        "bench-example",
        args,
        app -> {
          var project = Project.of("project", p -> p.delete(true));
          var database = Database.of("database", project, d -> d.region("us-east-1").delete(true));
          var connection = Connection.of("connection", database, c -> c.name("connection"));

          var db = Hyperdrive.of("prisma-postgres", connection);

          var worker =
              Worker.of(
                  "worker",
                  "src/worker.ts",
                  w ->
                      w.bind("HYPERDRIVE", db)
                          .bind("SHOWN", Alchemy.envText("SHOWN", "one"))
                          .compatibilityFlags("nodejs_compat"));

          app.output("url", worker::url);
        });
  }
}
