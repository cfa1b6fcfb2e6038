package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.App;
import alchemy.prisma.Project;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many times a run waits for a service, one answer after the other; counted, never timed. */
class RoundTripsTest extends NetCase {
  private static final String WORKSPACES = "GET /v1/workspaces";
  private static final String SETTINGS = "GET .*/workers/scripts/[^/]+/settings";
  private static final String POLL = "GET /v1/projects/[^/]+/databases";

  // That of this machine asks nothing before it knows where the credentials lead.
  @BeforeEach
  void aStageForAllMachines() {
    stage = "shared";
    variables.put("ALCHEMY_PASSWORD", "password-of-this-test");
  }

  @Test
  void aFirstDeployOfOneOfEachTakesEightRoundTripsAndNoOtherTakesAny() {
    beside("POST .*/subdomain", "GET .*/workers/workers/[^/]+");

    deploy(NetCase::example);

    assertEquals(0, proxy.left());
    // Besides those of the URL, which are one round trip; until the database is ready there may be
    // more that ask for just that.
    List<String> others =
        proxy.lines().stream()
            .filter(each -> !each.matches(POLL))
            .filter(each -> !each.matches("POST .*/subdomain|GET .*/workers/workers/[^/]+"))
            .toList();
    List<String> chain =
        List.of(WORKSPACES, PROJECTS, DATABASES, CONNECTIONS, HYPERDRIVES, SETTINGS, WORKERS);
    assertEquals(chain.size(), others.size(), others::toString);
    for (int i = 0; i < chain.size(); i++) {
      assertEquals(true, others.get(i).matches(chain.get(i)), others::toString);
    }
    proxy.clear();
    deploy(NetCase::example);
    assertEquals(List.of(), proxy.lines());
  }

  @Test
  void aDestroyLooksIntoAllBesideAskingWhoseAccountItIs() {
    deploy(RoundTripsTest::two);
    proxy.clear();
    CyclicBarrier three = new CyclicBarrier(3);
    proxy.on(WORKSPACES, 1, Fault.beside(three)).on(POLL, 2, Fault.beside(three));

    destroy();

    assertEquals(0, proxy.left());
    assertEquals(5, proxy.lines().size(), proxy.lines()::toString);
  }

  private static void two(App app) {
    Project.of("one", p -> p.delete(true));
    Project.of("two", p -> p.delete(true));
  }

  private void beside(String one, String other) {
    CyclicBarrier both = new CyclicBarrier(2);
    proxy.on(one, 1, Fault.beside(both)).on(other, 1, Fault.beside(both));
  }
}
