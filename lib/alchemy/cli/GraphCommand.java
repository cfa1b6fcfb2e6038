package alchemy.cli;

import alchemy.App;
import alchemy.engine.Listener;
import alchemy.engine.Plan;
import alchemy.engine.Plan.Edge;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import java.util.LinkedHashMap;
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
      GraphText.lines(graph, terminal.resultStyle()).forEach(terminal::result);
    }
    return Exit.DONE;
  }

  private DependencyGraph ofState() {
    try (Session session = reading("graph")) {
      return DependencyGraph.of(session.store().load());
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
      return DependencyGraph.of(plan);
    } finally {
      app.close();
    }
  }

  private Map<String, Object> fields(DependencyGraph graph) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("app", invocation.app());
    fields.put("resources", graph.items().stream().map(GraphCommand::item).toList());
    fields.put("edges", graph.edges().stream().map(GraphCommand::edge).toList());
    return fields;
  }

  private static Map<String, Object> item(DependencyGraph.Item item) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", item.key());
    fields.put("type", item.type());
    fields.put("status", item.word());
    fields.put("line", item.line());
    return fields;
  }

  private static Map<String, Object> edge(Edge edge) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", edge.from());
    fields.put("to", edge.to());
    fields.put("later", edge.later());
    return fields;
  }
}
