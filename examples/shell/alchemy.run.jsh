///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.prisma.*;

Alchemy.run("shell-example", args, app -> {
    var project    = Project.of("project");
    var database   = Database.of("database", project);
    var connection = Connection.of("connection", database);

    app.output("host", connection::host);
});
