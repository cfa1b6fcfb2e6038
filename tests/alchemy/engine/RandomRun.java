package alchemy.engine;

import alchemy.App;
import alchemy.Opened;
import alchemy.engine.RunOptions.Mode;
import alchemy.http.JsonClient;
import alchemy.provider.Env;
import alchemy.state.StageState;
import alchemy.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One run of a random script, and all that can be seen of it. */
final class RandomRun implements Listener {
  final List<Step> planned = new ArrayList<>();
  final List<Step> started = new ArrayList<>();
  final Map<Step, Boolean> finished = new LinkedHashMap<>();
  final Map<Step, Throwable> failed = new LinkedHashMap<>();
  final Map<Step, List<String>> skipped = new LinkedHashMap<>();
  final List<Step> approved = new ArrayList<>();
  final List<RandomService.Call> calls;
  final Plan plan;
  final RuntimeException thrown;
  final StageState state;
  final int asked;

  /**
   * Runs.
   *
   * @param approves what a person answers
   */
  RandomRun(
      Path root,
      Mode mode,
      RandomScript script,
      Random random,
      RandomCrash crash,
      boolean approves) {
    String service = root.toString();
    Env env = name -> name.equals("BOXES") ? Optional.of(service) : Optional.empty();
    RunOptions options =
        new RunOptions(
            mode,
            Session.LOCAL_STAGE,
            root,
            env,
            List.of(),
            List.of(1, 2, 8).get(random.nextInt(3)),
            Duration.ZERO,
            steps -> {
              approved.addAll(steps);
              return approves;
            },
            this,
            "deploy");
    StateStore files =
        StateStore.files(
            options.folder(), "tested", options.stage(), options.keys(Session.LOCAL_STAGE));
    RandomService boxes = RandomService.open(service);
    int before = boxes.calls().size();
    int askedBefore = boxes.asked();
    boxes.crash(crash);
    App app = Opened.over(new Session("tested", options, crash.over(files), JsonClient::new));
    Plan done = null;
    RuntimeException error = null;
    try {
      app.record(opened -> script.declare(opened, random));
      done = mode == Mode.PLAN ? app.plan() : app.finish();
    } catch (AssertionError | RandomCrash.Died e) {
      if (!crash.happened()) {
        throw e;
      }
    } catch (RuntimeException e) {
      error = e;
    } finally {
      app.close();
      boxes.crash(RandomCrash.NEVER);
    }
    plan = done;
    thrown = error;
    List<RandomService.Call> all = boxes.calls();
    calls = all.subList(before, all.size());
    asked = boxes.asked() - askedBefore;
    state =
        StateStore.files(
                options.folder(), "tested", options.stage(), options.keys(Session.LOCAL_STAGE))
            .load();
  }

  @Override
  public void planned(Plan whole) {
    planned.addAll(whole.steps());
  }

  @Override
  public void started(Step step) {
    started.add(step);
  }

  @Override
  public void finished(Step step, Duration took, boolean nothing) {
    finished.put(step, nothing);
  }

  @Override
  public void failed(Step step, Throwable why) {
    failed.put(step, why);
  }

  @Override
  public void skipped(Step step, List<String> because) {
    skipped.put(step, because);
  }
}
