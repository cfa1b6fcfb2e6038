///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;

class Groups {
  public static void main(String... args) {
    Alchemy.run(
        "bench-groups",
        args,
        app -> {
          var project = Project.of("project", p -> p.delete(true));
          int count = Integer.parseInt(Alchemy.envText("COUNT"));
          for (int i = 0; i < count; i++) {
            var database =
                Database.of("database-" + i, project, d -> d.region("us-east-1").delete(true));
            var connection = Connection.of("connection-" + i, database);
            var db = Hyperdrive.of("hyperdrive-" + i, connection);
            var shown = i == 0 ? Alchemy.envText("SHOWN", "one") : "one";
            Worker.of(
                "worker-" + i, "src/worker.ts", w -> w.bind("HYPERDRIVE", db).bind("SHOWN", shown));
          }
        });
  }
}
