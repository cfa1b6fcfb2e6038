package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.http.JsonClient;
import alchemy.state.RowChange;
import alchemy.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One run over one stage: records, plans, asks, applies. For use by one thread, but for {@link
 * #cancel}.
 */
public final class Session implements Reader, AutoCloseable {
  /** The stage whose key is a file, since it lives on this machine only. */
  public static final String LOCAL_STAGE = "local";

  private final String app;
  private final RunOptions options;
  private final Graph graph = new Graph();
  private final OpenStage state;
  private final Supplier<JsonClient> clients;
  private final Cancellation cancelled = new Cancellation();
  private final Done done = new Done();
  private final Drafting drafting;

  private Run run;
  private Throwable broken;
  private SourceLine stopped;
  private boolean recorded;
  private boolean closed;
  private Map<String, Object> outputs;

  /** Opens a run; nothing is read or written yet. */
  public Session(String app, RunOptions options) {
    this(app, options, Backend.of(app, options), JsonClient::new);
  }

  /** The same over a given state, with given clients. */
  Session(String app, RunOptions options, StateStore store, Supplier<JsonClient> clients) {
    this.app = app;
    this.options = options;
    this.state = new OpenStage(app, options, store, cancelled);
    this.clients = clients;
    this.drafting = new Drafting(graph, options, state, this::run);
    graph.reader(this);
  }

  /** The app's name. */
  public String app() {
    return app;
  }

  /** How the run is to go. */
  public RunOptions options() {
    return options;
  }

  /** What was declared. */
  public Graph graph() {
    return graph;
  }

  /** Where the stage's state lives. */
  public StateStore store() {
    return state.store();
  }

  /** Where the body read what only a deploy can know; null if it did not. */
  public SourceLine stopped() {
    return stopped;
  }

  /** True once the app was finished or closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends waits and starts nothing new; what is under way is recorded. From any thread. */
  public void cancel() {
    cancelled.cancel();
  }

  /** The outputs of the stage's last {@link #finish}, not sealed. */
  public Map<String, Object> outputs() {
    return outputs == null ? state.outputs() : outputs;
  }

  /** Runs a body; what it throws breaks the session and is thrown on. */
  public void record(Recording body) {
    state.prepareKey();
    try {
      body.run();
      recorded = true;
    } catch (PlanStopped e) {
      recorded = true;
    } catch (AlchemyException e) {
      broken = e;
      throw e;
    } catch (Exception | StackOverflowError | AssertionError e) {
      broken = e;
      throw new ScriptThrewException(e);
    }
  }

  /** Calls the library for a script; a failure breaks the session even if the script catches it. */
  public <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** Breaks the session: nothing more is applied. */
  public <E extends Throwable> E broken(E why) {
    broken = why;
    return why;
  }

  /**
   * What {@link #finish} would do. Writes nothing, and asks no service unless the options say that
   * things are looked at first.
   */
  public Plan plan() {
    boolean looks = options.scope().refresh() || options.scope().adopt();
    Draft draft = drafting.looked(this::draft, looks);
    state.verifyKey();
    return draft.plan(app, stopped == null ? drafting.letGo(draft, looks) : List.of(), stopped);
  }

  /**
   * Brings the stage to what was declared and deletes what left the script.
   *
   * @return all that was done, eager reads included
   */
  public Plan finish() {
    checkWhole();
    Draft draft = drafting.looked(this::draft, true);
    List<Step> letGo = drafting.letGo(draft, true);
    Plan plan = draft.plan(app, letGo, stopped);
    ask(plan, !recorded);
    apply(draft, draft.acting(), letGo);
    complete(draft.completions());
    release(letGo);
    if (options.scope().limit().isEmpty()) {
      outputs = Outputs.saved(graph, state);
    }
    state.finish();
    return done.whole(plan);
  }

  /**
   * Takes over an object that a person names: what differs is shown, asked for and changed.
   *
   * @param id the resource that the script declares, and that has no row yet
   * @param remoteId the service's id of the object
   */
  public Plan take(String id, String remoteId) {
    checkWhole();
    Node node = graph.node(id);
    if (node == null) {
      throw ImportException.notDeclared(id, graph);
    }
    Draft known = draftOf(node);
    FaultsException.check(known.faults(true));
    ImportException.check(node, known);
    Observed found = drafting.looking(known).given(known.of(node), remoteId);
    if (!found.isThere()) {
      throw ImportException.notFound(node, remoteId);
    }
    drafting.seen().saw(id, found);
    Draft draft = draftOf(node);
    FaultsException.check(draft.faults(true));
    Plan plan = draft.plan(app, List.of(), null);
    ask(plan, false);
    apply(draft, draft.acting(), List.of());
    state.finish();
    return plan;
  }

  /**
   * Makes rows of objects that another program's state knows. Reads each of them, changes nothing
   * at a service, and is one commit.
   *
   * @param known what is known; ids that the script does not declare, or that have a row, are left
   * @return the ids that were taken
   */
  public List<String> take(List<Known> known) {
    checkWhole();
    state.lock();
    state.verifyKey();
    List<RowChange> rows =
        new Taking(run(), state, known).rows(each -> drafting.of(graph, each).all());
    state.rows().commit(rows);
    List<String> ids = rows.stream().map(RowChange::key).toList();
    ids.forEach(
        each -> state.recorded().done(state.rows().row(each).orElseThrow(), "import", null));
    state.finish();
    return ids;
  }

  /** How the services differ from what is recorded, one entry a row that was looked at. */
  public List<Drift> drift() {
    state.read();
    state.verifyKey();
    return new Drifts(run(), state.vault()).all();
  }

  /** What {@link #destroy} would do. */
  public Plan planDestroy() {
    state.read();
    return new Plan(app, options.stage(), destruction(), null);
  }

  /** Deletes all that the stage's state knows and its policies let go; the script is not asked. */
  public Plan destroy() {
    state.lock();
    if (!state.rows().isEmpty()) {
      JsonClient.begin();
    }
    FaultsException.check(Targets.faults(options.scope().targets(), state.rows()));
    Draft draft = drafting.of(new Graph(), state.rows());
    drafting.look(draft, draft.unseenIn(destruction()));
    Plan plan = planDestroy();
    ask(plan, false);
    apply(draft, List.of(), plan.steps());
    release(plan.steps());
    if (options.scope().targets().isEmpty()) {
      state.writer().outputs(Map.of());
    }
    state.finish();
    return plan;
  }

  /** Gives the stage's lock back. */
  @Override
  public void close() {
    closed = true;
    state.close();
  }

  @Override
  public Object output(Node node, String component) {
    return guarded(
        () -> {
          Map<String, Object> known = read(node);
          return state.leaves().output(node.provider(), known, component);
        });
  }

  @Override
  public Record outputs(Node node) {
    return guarded(
        () -> {
          Map<String, Object> known = read(node);
          return state.leaves().outputs(node.provider(), known);
        });
  }

  /** What a getter in the body reads: brings the node up to date first, as an await would. */
  private Map<String, Object> read(Node node) {
    state.open();
    if (drafting.isSettled(node)) {
      return state.outputs(node);
    }
    Draft draft = drafting.read(node);
    boolean current =
        draft.planned().stream().noneMatch(each -> each.step().acts())
            && draft.of(node).view().knowsAll();
    if (current) {
      drafting.settle(draft);
      return draft.rows().row(node.id()).orElseThrow().outputs();
    }
    if (options.mode() != RunOptions.Mode.DEPLOY) {
      // Remembered at once: a script that catches it must not make the plan look whole.
      stopped = SourceLine.ofCaller();
      throw new PlanStopped(node);
    }
    Draft looked = drafting.looked(() -> drafting.read(node), true);
    Plan plan = looked.plan(app, List.of(), stopped);
    ask(plan, false);
    apply(looked, looked.acting(), List.of());
    drafting.settle(looked);
    return state.outputs(node);
  }

  private void ask(Plan plan, boolean everyDeletion) {
    options.listener().planned(plan);
    OwnState.check(plan, state);
    Approval.ask(cancelled, options, plan, everyDeletion);
  }

  private void checkWhole() {
    if (broken != null) {
      throw broken instanceof AlchemyException known ? known : new ScriptThrewException(broken);
    }
  }

  /** Does all that makes or changes; what is to be let go after that is only checked. */
  private void apply(Draft draft, List<Planned> make, List<Step> letGo) {
    List<Step> moves = draft.moves();
    done.begun(make.stream().map(Planned::step).toList());
    if (make.isEmpty() && letGo.isEmpty() && moves.isEmpty()) {
      return;
    }
    cancelled.check();
    state.verifyKey();
    Arrivals arrivals = draft.arrivals();
    arrivals.hold(make);
    Applier applier = new Applier(run(), state.vault(), arrivals);
    applier.verify(make, letGo);
    if (!moves.isEmpty()) {
      state.rows().commit(draft.moved());
      done.moved(moves);
      moves.forEach(each -> run().listener().finished(each, Duration.ZERO, false));
    }
    applier.make(make);
    make.forEach(each -> drafting.seen().settled(each.node().id()));
  }

  /** Gives what was made without something that it means what is there by now. */
  private void complete(List<Step> completions) {
    if (!completions.isEmpty()) {
      Draft second = draft();
      apply(second, second.doing(completions), List.of());
    }
  }

  /** Lets go; what this run replaced goes, too, approved together with what replaced it. */
  private void release(List<Step> letGo) {
    List<Step> steps = new ArrayList<>(letGo);
    if (done.replacedAny()) {
      Draft draft = draft();
      drafting.look(draft, draft.unseenIn(draft.replaced(letGo)));
      Set<String> known = letGo.stream().map(Step::key).collect(Collectors.toSet());
      draft.replaced(letGo).stream()
          .filter(each -> done.replaced(each.id()) && !known.contains(each.key()))
          .forEach(steps::add);
    }
    done.begun(steps);
    new Applier(run(), state.vault(), Arrivals.NONE).letGo(steps);
  }

  private Run run() {
    if (run == null) {
      run =
          new Run(app, options, state.rows(), state.leaves(), cancelled, clients, state.recorded());
    }
    return run;
  }

  private Draft draft() {
    state.open();
    boolean isFirst = options.mode() == RunOptions.Mode.DEPLOY && state.rows().isEmpty();
    if (isFirst && graph.nodes().stream().anyMatch(each -> !each.provider().isAtHand())) {
      JsonClient.begin();
    }
    return drafting.whole();
  }

  private Draft draftOf(Node node) {
    state.open();
    return drafting.of(node);
  }

  private List<Step> destruction() {
    var orphans = new OrphanPlanner(state.rows().all(), drafting.seen());
    List<Step> all = orphans.plan(row -> true, Reason.DESTROY, Set.of());
    return Targets.destroyed(options.scope().targets(), all, state.rows());
  }
}
