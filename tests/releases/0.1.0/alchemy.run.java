///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.1.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;
import alchemy.provider.*;
import java.time.*;
import java.util.*;

class Infra {
    public static void main(String... args) {
        Alchemy.run("kept", args, Infra::declare);
    }

    static void declare(App app) {
        var prod = app.stage().equals("prod");
        var project = Project.of("project", p -> p.delete(!prod));
        for (var region : List.of("us-east-1", "eu-central-1")) {
            var scope = app.scope(region);
            var database = Database.of(scope, "database", project, d -> d.region(region).delete(true));
            Connection.of(scope, "reader", database, c -> c.name("reader"));
        }
        var main = Database.of("main", project, d -> d.region("us-east-1").delete(true).renamedFrom("first"));
        var connection = Connection.of("connection", main, c -> c.name("connection"));
        var label = Resource.of("label", new Label(), () -> new Label.Props("kept at " + connection.host()));
        var db = Hyperdrive.of("hyperdrive", h -> h.origin(connection).maxAge(Duration.ofSeconds(30)));
        var cache = KVNamespace.of("cache", k -> k.delete(true));
        var token = Alchemy.env("TOKEN");
        var worker = Worker.of("worker", "src/worker.js", w -> w
            .bind("HYPERDRIVE", db)
            .bind("CACHE", cache)
            .bind("TOKEN", token)
            .bind("DATABASE_URL", connection::connectionString)
            .bind("LABEL", () -> label.output().text())
            .bind("GREETING", Alchemy.envText("GREETING", "hello"))
            .compatibilityFlags("nodejs_compat"));

        app.output("worker", worker::name);
        app.output("connection", connection::connectionString);
        app.output("authorization", token.map(text -> "Bearer " + text));
        app.output("databases", () -> Map.of("main", main.id(), "regions", 2));
    }

    /** A resource of one's own. */
    static final class Label implements Provider<Label.Props, Label.Outputs> {
        record Props(@Replaces String text) {}

        record Outputs(String id, String text) {}

        public String type() {
            return "kept:Label";
        }

        public Outputs create(Context context, Props wanted) {
            var made = new Outputs(context.name(), wanted.text().toUpperCase(Locale.ROOT));
            context.saved(made.id(), Map.of("text", made.text()));
            return made;
        }

        public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
            return Optional.of(existing.outputs());
        }

        public List<Candidate> find(Context context, Props wanted) {
            return List.of();
        }

        public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
            return existing.outputs();
        }

        public void delete(Context context, Existing<Props, Outputs> existing) {}
    }
}
