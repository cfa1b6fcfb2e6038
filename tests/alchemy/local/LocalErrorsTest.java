package alchemy.local;

import alchemy.errors.Scene;
import alchemy.errors.Situations;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when the local cloud cannot do its work. */
class LocalErrorsTest {
  @TempDir Path folder;

  @Test
  void itsStart() throws IOException {
    Situations situations = new Situations("local", folder);
    situations.about("an argument that there is not").throwsAt(() -> Options.parse("--bogus"));
    situations.about("no data folder").throwsAt(() -> Options.parse("--json"));
    situations
        .about("a port that is none")
        .throwsAt(() -> Options.parse("--data", "d", "--port", "99999"));
    situations.about("an argument without its value").throwsAt(() -> Options.parse("--data"));
    situations
        .about("a fault with a status that is no failure")
        .throwsAt(() -> Options.parse("--fail", "POST /v1/databases: 200"));
    situations
        .about("a lost answer without a method")
        .throwsAt(() -> Options.parse("--drop-after", "/v1/databases"));
    situations.about("a time without its unit").throwsAt(() -> Options.parse("--latency", "100"));
    try (ServerSocket other = new ServerSocket(0, 1, Loopback.address())) {
      Scene kept = situations.about("the port of the databases has another listener");
      Store store = new Store(kept.folder());
      store.save("ports", Map.of("postgres", other.getLocalPort()));
      kept.throwsAt(() -> new Ports(store).keep("postgres"));
      Scene named = situations.about("a port that was asked for has another listener");
      named.throwsAt(
          () ->
              new LocalCloud()
                  .start(named.folder(), other.getLocalPort(), null, Faults.none(), line -> {}));
    }
    Scene damaged = situations.about("a stored file that was damaged");
    new Store(damaged.folder()).save("ports", Map.of("postgres", 1));
    damaged.write("ports.json", "{\"format\":1,\"sealed\":\"AAAA\"}");
    damaged.throwsAt(() -> new Ports(new Store(damaged.folder())));
    Scene foreign = situations.about("stored files of another key");
    new Store(foreign.folder()).save("ports", Map.of("postgres", 1));
    Files.delete(foreign.folder().resolve("key"));
    foreign.throwsAt(() -> new Ports(new Store(foreign.folder())));
    Scene program = situations.about("a program that cannot be started");
    try (Children children = new Children()) {
      ProcessBuilder builder =
          new ProcessBuilder("postgres").directory(program.folder().resolve("gone").toFile());
      program.throwsAt(() -> children.start("PostgreSQL", builder, "INT"));
    }
    Children closed = new Children();
    closed.close();
    situations
        .about("a program that is to be started after the end")
        .throwsAt(() -> closed.start("PostgreSQL", new ProcessBuilder("postgres"), "INT"));
    situations.match();
  }
}
