package alchemy;

import alchemy.engine.Drift;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Scope;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.state.StageState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A stage in a test's folder, and what a person does with it. */
public final class OneStage {
  private static final Scope REFRESH = new Scope(Set.of(), false, true);

  private final Path root;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final String stage;
  private Consumer<String> told = note -> {};

  /** The stage of this machine. */
  public OneStage(Path root) {
    this(root, Session.LOCAL_STAGE);
  }

  /** A stage with a password. */
  public OneStage(Path root, String stage) {
    this.root = root;
    this.stage = stage;
    variables.put("ALCHEMY_PASSWORD", "correct-horse-7");
  }

  /** Sets a variable for the runs to come; null takes it away. */
  public OneStage with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public Plan deploy(Body body) {
    return with(Mode.DEPLOY, Scope.WHOLE, body, App::finish);
  }

  public Plan refresh(Body body) {
    return with(Mode.DEPLOY, REFRESH, body, App::finish);
  }

  public Plan plan(Body body) {
    return with(Mode.PLAN, Scope.WHOLE, body, App::plan);
  }

  public Plan destroy() {
    return session(Mode.DEPLOY, Session::destroy);
  }

  /** What differs, as {@code id: change, change}; gone as {@code id: gone}. */
  public List<String> drift() {
    List<Drift> all = session(Mode.PLAN, Session::drift);
    return all.stream()
        .filter(Drift::differs)
        .map(
            each ->
                each.id()
                    + ": "
                    + (each.isGone()
                        ? "gone"
                        : String.join(
                            ", ", each.changes().stream().map(Object::toString).toList())))
        .toList();
  }

  public StageState state() {
    return session(Mode.PLAN, session -> session.store().load());
  }

  /** What was noted so far, with the progress of steps. */
  public synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /** Waits until that is noted. */
  public synchronized void awaitNote(String text) throws InterruptedException {
    while (!notes.contains(text)) {
      wait();
    }
  }

  /** Tells each note at once to somebody else, too. */
  public OneStage telling(Consumer<String> hearer) {
    told = hearer;
    return this;
  }

  private synchronized void add(String note) {
    notes.add(note);
    told.accept(note);
    notifyAll();
  }

  public Session session(Mode mode, Scope scope) {
    return new Session("shop", options(mode, scope));
  }

  private Plan with(Mode mode, Scope scope, Body body, Function<App, Plan> end) {
    App app = App.open("shop", options(mode, scope));
    try {
      app.record(body);
      return end.apply(app);
    } finally {
      app.close();
    }
  }

  private <T> T session(Mode mode, Function<Session, T> call) {
    Session session = session(mode, Scope.WHOLE);
    try {
      return call.apply(session);
    } finally {
      session.close();
    }
  }

  public RunOptions options(Mode mode, Scope scope) {
    return new RunOptions(
        mode,
        stage,
        root,
        name -> Optional.ofNullable(variables.get(name)),
        List.of(),
        8,
        Duration.ZERO,
        steps -> true,
        new Listener() {
          @Override
          public void note(String text) {
            add(text);
          }

          @Override
          public void progress(Step step, String text) {
            add(step.id() + ": " + text);
          }
        },
        "deploy",
        scope);
  }
}
