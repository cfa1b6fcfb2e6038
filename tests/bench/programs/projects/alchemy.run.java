///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.prisma.*;

class Projects {
  public static void main(String... args) {
    Alchemy.run(
        "bench-projects",
        args,
        app -> {
          int count = Integer.parseInt(Alchemy.envText("COUNT"));
          for (int i = 0; i < count; i++) {
            var name = "project-" + i + "-" + (i == 0 ? Alchemy.envText("SHOWN", "one") : "one");
            Project.of("project-" + i, p -> p.name(name).delete(true));
          }
        });
  }
}
