package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.engine.ApplyFailedException;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A destroy goes as far as it can, says that it failed, and the next one does the rest. */
class DestroyTest extends NetCase {
  private static final String OF_DATABASES = "DELETE /v1/databases/[^/]+";

  private static void two(App app) {
    for (String each : new String[] {"one", "two"}) {
      var project = Project.of("project-" + each, p -> p.delete(true));
      var database = Database.of("database-" + each, project, d -> d.delete(true));
      Connection.of("connection-" + each, database);
    }
  }

  private String id(String key) {
    return state().row(key).orElseThrow().remoteId();
  }

  @Test
  void whatIsGoneAlreadyCountsAsDeletedAndStopsNothing() throws IOException {
    deploy(NetCase::example);
    String project = id("project");
    assertEquals(204, prisma().delete("/v1/connections/" + id("connection")).status());
    assertEquals(204, prisma().delete("/v1/databases/" + id("database")).status());

    destroy();

    assertTrue(state().rows().isEmpty(), state()::toString);
    assertEquals(404, prisma().get("/v1/projects/" + project).status());
    assertEquals(1, proxy.heard("DELETE .*/connections/.*"));
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsSentAgainAndFindsNothing() throws IOException {
    deploy(NetCase::example);
    for (String each :
        new String[] {"connections", "databases", "projects", "configs", "scripts"}) {
      proxy.on("DELETE .*/" + each + "/[^/]+", 1, Fault.answerLost());
    }

    destroy();

    assertTrue(state().rows().isEmpty(), state()::toString);
    assertEquals(0, proxy.left());
    assertEquals(10, proxy.heard("DELETE .*"), proxy.lines()::toString);
  }

  @Test
  void oneThatIsNotDeletedKeepsOnlyItsParentsAndTheExitCodeIs1() throws IOException {
    deploy(DestroyTest::two);
    String kept = id("database-one");
    String parent = id("project-one");
    proxy.on("DELETE /v1/databases/" + kept, 1, Fault.instead(403, refusal("locked by a backup")));

    ApplyFailedException failed = assertThrows(ApplyFailedException.class, this::destroy);

    assertEquals(1, failed.exitCode());
    assertTrue(failed.getMessage().contains("\"database-one\""), failed::getMessage);
    assertTrue(failed.getMessage().contains("locked by a backup"), failed::getMessage);
    assertTrue(
        failed.getMessage().contains("not started: prisma:Project \"project-one\""),
        failed::getMessage);
    assertEquals(Set.of("database-one", "project-one"), state().rows().keySet());
    assertEquals(200, prisma().get("/v1/databases/" + kept).status());
    assertEquals(200, prisma().get("/v1/projects/" + parent).status());

    destroy();

    assertTrue(state().rows().isEmpty(), state()::toString);
    assertEquals(404, prisma().get("/v1/projects/" + parent).status());
  }

  @Test
  void aServiceThatIsDownForOneKindKeepsTheRestFromNothing() throws IOException {
    deploy(DestroyTest::two);
    proxy.on(OF_DATABASES, 10, Fault.instead(500, ""));

    ApplyFailedException failed = assertThrows(ApplyFailedException.class, this::destroy);

    assertEquals(1, failed.exitCode());
    assertEquals("2 steps failed.", failed.getMessage().lines().findFirst().get());
    assertEquals(10, proxy.heard(OF_DATABASES));
    assertEquals(
        Set.of("database-one", "database-two", "project-one", "project-two"),
        state().rows().keySet());
    destroy();
    assertTrue(state().rows().isEmpty(), state()::toString);
  }

  private static String refusal(String message) {
    return "{\"error\":{\"code\":\"forbidden\",\"message\":\"" + message + "\"}}";
  }
}
