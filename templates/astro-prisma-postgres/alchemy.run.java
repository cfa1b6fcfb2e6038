///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.prisma.*;

class Infra {
    public static void main(String... args) {
        Alchemy.run("my-app", args, app -> {
            var project    = Project.of("project");
            var database   = Database.of("database", project, d -> d.region("us-east-1"));
            var connection = Connection.of("connection", database, c -> c.name("site"));

            // What is given this in place of the connection comes after the migrations.
            var schema = Migrations.of("schema", connection, "prisma/migrations");

            EnvFile.of(".env", e -> e.set("DATABASE_URL", schema::connectionString));
        });
    }
}
