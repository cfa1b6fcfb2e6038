///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;
import alchemy.provider.*;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.*;
import java.util.*;

class Infra {
    public static void main(String... args) {
        Alchemy.run("shop", args, Infra::shop);
    }

    static void shop(App app) {
        var prod    = app.stage().equals("prod");
        var project = Project.of("project", p -> p.delete(!prod));
        for (var region : List.of("us-east-1", "eu-central-1")) {
            var scope    = app.scope(region);                       // ids become us-east-1/database
            var database = Database.of(scope, "database", project, d -> d.region(region).delete(!prod));
            api(scope, Connection.of(scope, "connection", database));
        }
        // The database to back up was made elsewhere; BACKUP_DATABASE gives its id.
        var elsewhere = Database.ref(Alchemy.envText("BACKUP_DATABASE", "database-456"));
        var backup = Connection.of("backup", elsewhere, c -> c.name("backup-reader"));
        var front  = Worker.of("front", "src/front.ts", w -> w
            .bind("STAGE", app.stage()).bind("DATABASE_URL", backup::connectionString));
        var dns = Resource.of("dns", new Dns(), () -> new Dns.Props("shop.example.com", front.url()));
        app.output("record", () -> dns.output().recordId());
    }

    static Worker api(App app, Connection connection) {
        var db = Hyperdrive.of(app, "hyperdrive", connection);
        return Worker.of(app, "api", "src/api.ts", w -> w.bind("HYPERDRIVE", db));
    }

    /**
     * A URI record (RFC 7553) in the zone file shop.zone beside the script. A line's comment is the
     * record's id. A named static class, since `destroy` makes it again by its name.
     */
    static final class Dns implements Provider<Dns.Props, Dns.Outputs> {
        record Props(String name, String url) {}

        record Outputs(String recordId, String name, String url) {}

        @Override public String type() {
            return "shop:Dns";
        }

        @Override public void check(Check check, Props wanted) {
            // A value that only a deploy can know is null here.
            if (wanted.name() != null && !wanted.name().matches("[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
                check.fault("name", "\"" + wanted.name() + "\" is no host name", "Write it as in shop.example.com.");
            }
        }

        @Override public Outputs create(Context context, Props wanted) {
            var outputs = write(context, context.name(), wanted);
            context.saved(outputs.recordId(), Map.of());
            return outputs;
        }

        @Override public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
            return lines(context).stream()
                .filter(line -> isOf(line, existing.remoteId()))
                .map(line -> new Outputs(existing.remoteId(), line.split("\\. ")[0], line.split("\"")[1]))
                .findFirst();
        }

        @Override public List<Candidate> find(Context context, Props wanted) {
            return lines(context).stream()
                .filter(line -> isOf(line, context.name()))
                .map(line -> new Candidate(context.name(), null))
                .toList();
        }

        @Override public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
            return write(context, existing.remoteId(), wanted);
        }

        @Override public void delete(Context context, Existing<Props, Outputs> existing) {
            replace(context, existing.remoteId(), List.of());
        }

        @Override public String remoteId(Outputs outputs) {
            return outputs.recordId();
        }

        private static Outputs write(Context context, String id, Props wanted) {
            replace(context, id, List.of("%s. 300 IN URI 10 1 \"%s\" ; %s".formatted(wanted.name(), wanted.url(), id)));
            return new Outputs(id, wanted.name(), wanted.url());
        }

        // The engine works on several resources at once, and they share the file.
        private static synchronized void replace(Context context, String id, List<String> instead) {
            var lines = new ArrayList<>(lines(context));
            lines.removeIf(line -> isOf(line, id));
            lines.addAll(instead);
            try {
                Path written = Files.write(zone(context).resolveSibling("shop.zone.new"), lines);
                Files.move(written, zone(context), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> lines(Context context) {
            try {
                return Files.exists(zone(context)) ? Files.readAllLines(zone(context)) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isOf(String line, String id) {
            return line.endsWith(" ; " + id);
        }

        private static Path zone(Context context) {
            return context.root().resolve("shop.zone");
        }
    }
}
