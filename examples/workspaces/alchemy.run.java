///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.prisma.*;

class Infra {
    public static void main(String... args) {
        Alchemy.run("workspaces-example", args, app -> {
            // A service token belongs to one workspace, so two workspaces take two tokens.
            var tokenA = Alchemy.env("PRISMA_SERVICE_TOKEN_WORKSPACE_A");
            var tokenB = Alchemy.env("PRISMA_SERVICE_TOKEN_WORKSPACE_B");

            // A workspace is found by its name or by its id.
            var workspaceA = WorkspaceRef.of("workspace-a", w -> w.serviceToken(tokenA));
            var workspaceB = WorkspaceRef.of(
                Alchemy.envText("WORKSPACE_B", "workspace-b"), w -> w.serviceToken(tokenB));

            var projectA = Project.of("project-a", p -> p.serviceToken(tokenA));
            var projectB = Project.of("project-b", p -> p.serviceToken(tokenB));

            // A child uses its parent's token.
            var database   = Database.of("database", projectB);
            var connection = Connection.of("connection", database);

            app.output("workspaceA", workspaceA::id);
            app.output("workspaceB", workspaceB::id);
            app.output("projectA", projectA::id);
            app.output("projectB", projectB::id);
            app.output("host", connection::host);
        });
    }
}
