package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.http.UnreachableException;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads, and whatever else may be done twice, ride out what passes. */
class ReadsTest extends NetCase {
  private static final Map<String, Fault> PASSING =
      Map.of(
          "429", Fault.instead(429, "{}", "Retry-After", "0.2"),
          "500", Fault.instead(500, "{\"error\":{\"message\":\"oops\"}}"),
          "502 with a page", Fault.instead(502, "<html>Bad gateway</html>"),
          "503 with a time", Fault.instead(503, "", "Retry-After", "0.1"),
          "cut off", Fault.cutOff(),
          "dropped", Fault.dropped());

  static Stream<String> passing() {
    return PASSING.keySet().stream().sorted();
  }

  private static void named(String name) {
    var project = Project.of("project", p -> p.delete(true));
    var database = Database.of("database", project, d -> d.name(name).delete(true));
    Connection.of("connection", database);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void everyReadChangeAndDeletionIsTriedAgain(String fault) throws IOException {
    proxy.on("GET .*", 2, PASSING.get(fault));
    proxy.on("PATCH .*", 1, PASSING.get(fault));
    proxy.on("DELETE .*", 2, PASSING.get(fault));

    deploy(app -> named("first"));
    deploy(app -> named("second"));
    String id = state().row("database").orElseThrow().remoteId();
    assertEquals("second", prisma().get("/v1/databases/" + id).at("data", "name"));
    destroy();

    assertEquals(404, prisma().get("/v1/databases/" + id).status());
    assertTrue(state().rows().isEmpty(), state()::toString);
    assertEquals(0, proxy.left(), "faults that met no request");
    assertEquals(1, proxy.heard(CONNECTIONS));
  }

  @Test
  void whatDoesNotPassIsToldWithWhatFailedWhyAndWhatToDo() {
    deploy(app -> named("first"));
    proxy.on("GET /v1/workspaces", Integer.MAX_VALUE, Fault.dropped());

    UnreachableException failed =
        assertThrows(UnreachableException.class, () -> deploy(app -> named("second")));

    assertEquals("A service cannot be reached.", failed.getMessage().lines().findFirst().get());
    assertTrue(
        failed.getMessage().contains("GET /v1/workspaces at " + proxy.base()), failed::getMessage);
    assertTrue(failed.getMessage().contains("alchemy local"), failed::getMessage);
    assertFalse(failed.getMessage().contains("prisma-local-"), failed::getMessage);
  }

  @Test
  void aPageInPlaceOfTheServiceIsNotBelieved() {
    deploy(app -> named("first"));
    String before = state().rows().toString();
    proxy.on("GET /v1/workspaces", 9, Fault.instead(200, "<html>Sign in to the hotel</html>"));

    AlchemyException failed =
        assertThrows(AlchemyException.class, () -> deploy(app -> named("second")));

    assertTrue(failed.getMessage().startsWith("A service's answer is not JSON."), failed::toString);
    assertTrue(failed.getMessage().contains("Sign in to the hotel"), failed::getMessage);
    assertEquals(before, state().rows().toString());
  }

  @Test
  void nothingIsTakenForGoneWhereAnEmptyAnswerHidesIt() {
    deploy(app -> named("first"));
    String id = state().row("database").orElseThrow().remoteId();
    proxy.on("GET /v1/databases/[^/]+", 1, Fault.instead(200, ""));

    assertThrows(AlchemyException.class, () -> deploy(app -> named("second")));
    deploy(app -> named("second"));

    assertEquals(id, state().row("database").orElseThrow().remoteId());
    assertEquals(1, proxy.heard(DATABASES));
  }
}
