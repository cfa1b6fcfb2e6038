///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.prisma.*;
import java.net.URI;
import java.util.Optional;

class Infra {
    public static void main(String... args) {
        Alchemy.run("connections-example", args, app -> {
            // Given an id, the parent is one that was made elsewhere; else it is made here.
            var project  = given("PROJECT_ID").map(Project::ref).orElseGet(() -> Project.of("project"));
            var database = given("DATABASE_ID").map(Database::ref).orElseGet(() -> Database.of("database", project));

            // One connection for each purpose: each has its own user and password, so that one
            // can be taken away without the others noticing.
            var main      = Connection.of("main", database, c -> c.project(project).name("main-app"));
            var analytics = Connection.of("analytics", database, c -> c.name("analytics"));
            var backup    = Connection.of("backup", database, c -> c.name("backup-reader"));

            // A connection string is a Secret: it is shown masked, and kept sealed.
            app.output("main", main::connectionString);
            // A secret made from a secret stays one.
            app.output("analytics", () -> analytics.connectionString().map(url -> url + label(url, "analytics")));
            // unencrypted() gives the text; of the backup's only the host is shown.
            app.output("backupHost", () -> URI.create(backup.connectionString().unencrypted()).getHost());
        });
    }

    static Optional<String> given(String variable) {
        return Optional.of(Alchemy.envText(variable, "")).filter(id -> !id.isEmpty());
    }

    static String label(String url, String name) {
        return (url.contains("?") ? "&" : "?") + "application_name=" + name;
    }
}
