///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0

import alchemy.*;
import alchemy.cloudflare.*;
import alchemy.prisma.*;

class Empty {
  public static void main(String... args) {
    Alchemy.run("bench-empty", args, app -> {});
  }
}
