///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;

class Infra {
    public static void main(String... args) {
        Alchemy.run("my-app", args, app -> {
            var project    = Project.of("project");
            var database   = Database.of("database", project, d -> d.region("us-east-1"));
            var connection = Connection.of("connection", database, c -> c.name("connection"));

            var db = Hyperdrive.of("prisma-postgres", connection);

            var worker = Worker.of("worker", "src/worker.ts", w -> w
                .bind("HYPERDRIVE", db)
                .compatibilityFlags("nodejs_compat"));

            app.output("url", worker::url);
        });
    }
}
