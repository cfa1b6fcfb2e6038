package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.Plan.Edge;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.engine.Step;
import alchemy.graph.DependencyGraph;
import alchemy.graph.DependencyGraph.Item;
import alchemy.graph.GraphPage;
import alchemy.graph.GraphText;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code graph}: shows resources and what they are built from. */
@Command(
    name = "graph",
    description = {
      "Show the resources and what each is built from, with what a deploy would do.",
      "Changes nothing and asks no service."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy graph",
      "  alchemy graph --html > graph.html     # a page to open in a browser",
      "  alchemy graph --state --stage prod    # what is recorded; runs no script"
    })
final class GraphCommand extends ScriptCommand {
  /** How it is drawn; else as text. */
  static final class Form {
    @Option(names = "--mermaid", description = "for Mermaid, which many viewers of Markdown draw")
    boolean mermaid;

    @Option(names = "--html", description = "as a page that needs nothing else")
    boolean html;
  }

  @ArgGroup Form form = new Form();

  @Option(names = "--state", description = "what the stage recorded, instead of the script")
  boolean recorded;

  GraphCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int run() {
    Terminal terminal = invocation.terminal();
    DependencyGraph graph = recorded ? ofState() : ofPlan();
    if (flags.json) {
      new JsonEvents(terminal).event("graph", fields(graph));
    } else if (form.html) {
      GraphPage.of(invocation.app(), graph).lines().forEach(terminal::result);
    } else if (form.mermaid) {
      GraphText.mermaid(graph).forEach(terminal::result);
    } else if (graph.items().isEmpty()) {
      terminal.note(recorded ? "The stage has no resources." : "The script has no resources.");
    } else {
      Style style = terminal.resultStyle();
      GraphText.lines(graph, style::bold, style::dim).forEach(terminal::result);
    }
    return Exit.DONE;
  }

  private DependencyGraph ofState() {
    try (Session session = reading("graph")) {
      return recorded(session.store().load());
    }
  }

  private DependencyGraph ofPlan() {
    RunOptions options =
        RunSetup.of(invocation, flags, new ApplyFlags())
            .options(RunOptions.Mode.PLAN, "graph", new Listener() {}, null);
    App app = App.open(invocation.app(), options);
    try {
      app.record(invocation.body());
      Plan plan = app.plan();
      if (plan.isPartial()) {
        invocation
            .terminal()
            .note("The graph ends at " + plan.stopped() + ": only a deploy can know what is read.");
      }
      return planned(plan);
    } finally {
      app.close();
    }
  }

  private Map<String, Object> fields(DependencyGraph graph) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", invocation.app());
    fields.put("resources", graph.items());
    fields.put("edges", graph.edges());
    return fields;
  }

  private static DependencyGraph planned(Plan plan) {
    Map<String, Item> items = new LinkedHashMap<>();
    for (Step each : plan.steps()) {
      Action action = Action.of(each);
      items.putIfAbsent(
          each.key(),
          new Item(
              each.key(),
              each.type(),
              each.acts() ? action.symbol() : "",
              each.acts() ? "to " + action.verb() : "up to date",
              each.line() == null ? "" : each.line().toString()));
    }
    return new DependencyGraph(List.copyOf(items.values()), plan.edges());
  }

  private static DependencyGraph recorded(StageState state) {
    List<Item> items = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (Row each : state.rows().values()) {
      String line = each.line() == null ? "" : each.line();
      items.add(new Item(each.key(), each.type(), "", StateListCommand.status(each), line));
      each.dependencies().forEach(need -> edges.add(new Edge(need, each.key(), false)));
    }
    return new DependencyGraph(items, edges);
  }
}
