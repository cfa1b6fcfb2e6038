package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.http.JsonClient;
import alchemy.state.Holder;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.StageState;
import alchemy.state.StageWriter;
import alchemy.state.StateStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * One run over one stage: records, plans, asks, applies. For use by one thread, but for {@link
 * #cancel}.
 */
public final class Session implements Reader {
  /** The stage whose key is a file, since it lives on this machine only. */
  public static final String LOCAL_STAGE = "local";

  private final String app;
  private final RunOptions options;
  private final Graph graph = new Graph();
  private final StateStore store;
  private final Supplier<JsonClient> clients;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Map<String, Step> done = new LinkedHashMap<>();

  private CompletableFuture<Void> key;
  private StageWriter writer;
  private Rows rows;
  private Leaves leaves;
  private Run run;
  private Throwable broken;
  private SourceLine stopped;
  private boolean recorded;
  private boolean closed;
  private Map<String, Object> outputs = Map.of();

  /** Opens a run; nothing is read or written yet. */
  public Session(String app, RunOptions options) {
    this(
        app,
        options,
        StateStore.files(
            options.folder(), app, options.stage(), options.keys(LOCAL_STAGE)),
        JsonClient::new);
  }

  /** The same over a given state, with given clients. */
  Session(String app, RunOptions options, StateStore store, Supplier<JsonClient> clients) {
    this.app = app;
    this.options = options;
    this.store = store;
    this.clients = clients;
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
    return store;
  }

  /** The folder of all state: {@code .alchemy} below the root. */
  public Path folder() {
    return options.folder();
  }

  /** True once the app was finished or closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends waits and starts nothing new; what is under way is recorded. From any thread. */
  public void cancel() {
    cancelled.countDown();
  }

  /** The outputs after {@link #finish}; secrets as {@link Secret}. */
  public Map<String, Object> outputs() {
    return outputs;
  }

  /** A script's body. */
  @FunctionalInterface
  public interface Recording {
    /** Declares resources. */
    void run() throws Exception;
  }

  /** Runs a body; what it throws breaks the session and is thrown on. */
  public void record(Recording body) {
    prepareKey();
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

  /** What {@link #finish} would do. Asks no service and writes nothing. */
  public Plan plan() {
    Planner planner = planner();
    planner.planAll();
    reject(faults(planner, false));
    return plan(planner, stopped == null ? orphans(planner) : List.of());
  }

  /**
   * Brings the stage to what was declared and deletes what left the script.
   *
   * @return all that was done, eager reads included
   */
  public Plan finish() {
    if (broken != null) {
      throw broken instanceof AlchemyException known ? known : new ScriptThrewException(broken);
    }
    Planner planner = planner();
    Collection<Planned> planned = planner.planAll().values();
    reject(faults(planner, true));
    List<Step> letGo = orphans(planner);
    Plan plan = plan(planner, letGo);
    options.listener().planned(plan);
    approve(plan, !recorded);
    apply(acting(planned), letGo);
    deleteReplaced();
    saveOutputs();
    Futures.join(key);
    writer.finish();
    return whole(plan);
  }

  /** What {@link #destroy} would do. */
  public Plan planDestroy() {
    return new Plan(app, options.stage(), destruction(), null);
  }

  /** Deletes all that the stage's state knows and its policies let go; the script is not asked. */
  public Plan destroy() {
    lock();
    Plan plan = planDestroy();
    options.listener().planned(plan);
    approve(plan, false);
    apply(List.of(), plan.steps());
    writer.outputs(Map.of());
    writer.finish();
    return plan;
  }

  /** Gives the stage's lock back. */
  public void close() {
    closed = true;
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public Object output(Node node, String component) {
    return guarded(
        () -> {
          Map<String, Object> known = read(node);
          return leaves.output(node.provider(), known, component);
        });
  }

  @Override
  public Record outputs(Node node) {
    return guarded(
        () -> {
          Map<String, Object> known = read(node);
          return leaves.outputs(node.provider(), known);
        });
  }

  /** What a getter in the body reads: brings the node up to date first, as an await would. */
  private Map<String, Object> read(Node node) {
    Planner planner = planner();
    Planned planned = planner.plan(node);
    boolean current =
        planner.planned().values().stream().noneMatch(each -> each.step().acts())
            && planned.view().knowsAll();
    if (!current) {
      if (options.mode() != Mode.DEPLOY) {
        // Remembered at once: a script that catches it must not make the plan look whole.
        stopped = SourceLine.ofCaller();
        throw new PlanStopped(node);
      }
      bring(planner);
    }
    return rows.row(node.id()).orElseThrow().outputs();
  }

  private void bring(Planner planner) {
    Collection<Planned> planned = planner.planned().values();
    reject(faults(planner, true));
    Plan plan = plan(planner, List.of());
    options.listener().planned(plan);
    approve(plan, false);
    apply(acting(planned), List.of());
  }

  private void apply(List<Planned> make, List<Step> letGo) {
    plannedSteps(make, letGo).forEach(each -> done.putIfAbsent(each.id(), each));
    if (make.isEmpty() && letGo.isEmpty()) {
      return;
    }
    Futures.join(key); // a given password is verified before anything is changed
    if (run == null) {
      run = new Run(app, options, rows, leaves, cancelled, clients);
    }
    Applier applier = new Applier(run, store.vault());
    applier.verify(make, letGo);
    applier.make(make);
    applier.letGo(letGo);
  }

  /** What this run replaced goes last; it was approved together with what replaced it. */
  private void deleteReplaced() {
    if (done.values().stream().noneMatch(each -> each instanceof Step.Replace)) {
      return;
    }
    List<Step> replaced =
        new OrphanPlanner(rows.all())
            .plan(row -> row.status() == RowStatus.REPLACED, Reason.REPLACED).stream()
                .filter(each -> done.get(each.id()) instanceof Step.Replace)
                .toList();
    apply(List.of(), replaced);
  }

  private static List<Step> plannedSteps(List<Planned> make, List<Step> letGo) {
    List<Step> steps = new ArrayList<>();
    make.forEach(each -> steps.add(each.step()));
    steps.addAll(letGo);
    return steps;
  }

  private static List<Planned> acting(Collection<Planned> planned) {
    return planned.stream().filter(each -> each.step().acts()).toList();
  }

  private Planner planner() {
    if (options.mode() == Mode.DEPLOY) {
      lock();
    } else if (rows == null) {
      open(options.mode() == Mode.OFFLINE ? StageState.empty(app, options.stage()) : store.load());
    }
    return new Planner(graph, rows, store.vault(), leaves);
  }

  private void lock() {
    if (writer != null) {
      return;
    }
    prepareKey();
    Holder holder = Holder.ofThisProcess(options.command(), Instant.now());
    writer = store.lock(holder, options.lockTimeout());
    open(writer.state());
  }

  /** Begins to derive the key, which takes a tenth of a second, beside what the script does. */
  private void prepareKey() {
    if (key == null && options.mode() != Mode.OFFLINE) {
      key = store.vault().prepare(ForkJoinPool.commonPool());
    }
  }

  private void open(StageState state) {
    rows = new Rows(state, writer);
    leaves = new Leaves(store.vault(), options.env());
  }

  private Plan plan(Planner planner, List<Step> letGo) {
    List<Step> steps = new ArrayList<>();
    graph.nodes().stream()
        .map(planner.planned()::get)
        .filter(Objects::nonNull)
        .forEach(each -> steps.add(each.step()));
    steps.addAll(letGo);
    return new Plan(app, options.stage(), steps, stopped);
  }

  private Plan whole(Plan plan) {
    List<Step> steps =
        plan.steps().stream().map(each -> done.getOrDefault(each.id(), each)).toList();
    return new Plan(app, options.stage(), steps, null);
  }

  private List<Step> orphans(Planner planner) {
    return new OrphanPlanner(rows.all())
        .plan(
            row -> row.isLive() ? graph.node(row.id()) == null : !isContinued(planner, row),
            Reason.NOT_DECLARED);
  }

  /** True for what an interrupted replacement began and a step of this plan goes on with. */
  private boolean isContinued(Planner planner, Row row) {
    Node node = graph.node(row.id());
    return row.status() == RowStatus.CREATING
        && node != null
        && planner.plan(node).step() instanceof Step.Replace;
  }

  private List<Step> destruction() {
    if (rows == null) {
      open(store.load());
    }
    return new OrphanPlanner(rows.all()).plan(row -> true, Reason.DESTROY);
  }

  private List<Fault> faults(Planner planner, boolean toApply) {
    return new OfflineFaults(options, leaves, store.vault()).of(graph, planner, toApply);
  }

  private static void reject(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new FaultsException(faults.stream().distinct().toList());
    }
  }

  private void approve(Plan plan, boolean everyDeletion) {
    List<Step> ask =
        plan.steps().stream()
            .filter(each -> each.needsApproval() || everyDeletion && each instanceof Step.Delete)
            .toList();
    if (!ask.isEmpty() && !options.approver().test(ask)) {
      throw new RefusedException(
          "Not approved; nothing was changed.",
          ask.stream()
              .map(each -> each.title() + ": " + each.reason().text())
              .toArray(String[]::new));
    }
  }

  private void saveOutputs() {
    Outputs asked = new Outputs(graph, rows, leaves);
    outputs = asked.values();
    reject(asked.faults());
    if (!asked.areIn(rows.loaded(), store.vault())) {
      writer.outputs(outputs);
    }
  }
}
