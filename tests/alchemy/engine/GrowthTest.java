package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.engine.RunOptions.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A stage of many resources costs so much more, and no more than that: counted, never timed. */
class GrowthTest extends EngineCase {
  private static final int MANY = 10_000;

  private final AtomicInteger asked = new AtomicInteger();

  private OwnResource<Box.Outputs> counted(String id, Supplier<String> content) {
    return Resource.of(
        id,
        new Box(),
        () -> {
          asked.incrementAndGet();
          return new Box.Props(null, null, content.get(), null, null, true);
        });
  }

  /** Each is built from the one before it; declared in that order, or the last one first. */
  private List<OwnResource<Box.Outputs>> chain(int length, boolean lastFirst) {
    List<OwnResource<Box.Outputs>> links = new ArrayList<>(Collections.nCopies(length, null));
    for (int i = 0; i < length; i++) {
      int at = lastFirst ? length - 1 - i : i;
      links.set(
          at, counted("link-" + at, () -> at == 0 ? "first" : links.get(at - 1).output().id()));
    }
    return links;
  }

  @Test
  void aChainThatIsLongerThanTheStackIsDeepIsPlanned() {
    Plan plan = plan(app -> chain(MANY, true));
    assertEquals(MANY, plan.steps().size());
    assertEquals(List.of("link-" + (MANY - 2)), plan.step("link-" + (MANY - 1)).after());
    assertTrue(asked.get() < 3 * MANY, asked::toString);
  }

  @Test
  void aCircleThatIsLongerThanThatIsStillOneFault() {
    int length = 500;
    FaultsException e =
        assertThrows(
            FaultsException.class,
            () ->
                deploy(
                    app -> {
                      List<OwnResource<Box.Outputs>> links = new ArrayList<>();
                      for (int i = 0; i < length; i++) {
                        int before = (i + length - 1) % length;
                        links.add(counted("link-" + i, () -> links.get(before).output().id()));
                      }
                    }));
    assertTrue(e.getMessage().contains("depends on itself"), e::getMessage);
  }

  @Test
  void gettersInTheBodyPlanNothingTwice() {
    int length = 200;
    deploy(
        app -> {
          List<OwnResource<Box.Outputs>> links = chain(length, false);
          links.forEach(each -> each.output().id());
          assertTrue(asked.get() <= 4 * length, asked::toString);
          asked.set(0);
          links.forEach(each -> each.output().id());
          assertEquals(0, asked.get());
        });
    assertEquals(length, boxes());
  }

  @Test
  void theStepsThatAFailureLeavesWaitingAreToldHoweverManyInARow() {
    List<Scheduler.Task> tasks = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      tasks.add(new Link(i));
    }
    Scheduler.Result result = new Scheduler(4, () -> false, new Listener() {}).run(tasks);
    assertEquals(1, result.failed().size());
    assertEquals(MANY - 1, result.skipped().size());
  }

  /** A link of a chain of steps, of which the first one fails. */
  private record Link(int number) implements Scheduler.Task {
    @Override
    public Step step() {
      return new Step.Create(
          new Step.Facts(
              key(),
              key(),
              "test:Link",
              List.of(),
              Reason.NEW,
              SourceLine.UNKNOWN,
              List.of(),
              false),
          false);
    }

    @Override
    public String key() {
      return "link-" + number;
    }

    @Override
    public Set<String> after() {
      return number == 0 ? Set.of() : Set.of("link-" + (number - 1));
    }

    @Override
    public Scheduler.Work prepare() {
      return () -> {
        throw new IllegalStateException("the first one fails");
      };
    }
  }

  @Test
  void whatAChangeWritesDoesNotGrowWithWhatIsUnchanged() {
    long few = journalOfOneChange(3);
    long many = journalOfOneChange(300);
    assertTrue(many < few + 20, few + " and then " + many);
  }

  private long journalOfOneChange(int resources) {
    variables.put("STAGE", "local");
    variables.put("APP", "of-" + resources);
    deploy(app -> some(resources, "before"));
    long[] length = {0};
    App app =
        App.open(
            "of-" + resources,
            options(
                Mode.DEPLOY,
                new Listener() {
                  @Override
                  public void finished(Step step, Duration took, boolean nothing) {
                    length[0] =
                        root.resolve(".alchemy/of-" + resources + "/local/journal.ndjson")
                            .toFile()
                            .length();
                  }
                }));
    try {
      app.record(body -> some(resources, "after"));
      app.finish();
    } finally {
      app.close();
    }
    return length[0];
  }

  private static void some(int resources, String content) {
    deletable("changed", () -> content);
    for (int i = 1; i < resources; i++) {
      deletable("other-" + i, () -> "same");
    }
  }
}
