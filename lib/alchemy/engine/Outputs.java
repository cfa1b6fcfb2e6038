package alchemy.engine;

import alchemy.state.StageState;
import alchemy.state.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks for the values of an app's outputs, once everything that they read is done. */
final class Outputs {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  private Outputs(Graph graph, Rows rows, Leaves leaves) {
    graph.outputs().forEach((name, output) -> ask(graph, rows, leaves, name, output));
  }

  /**
   * The values, which are recorded if they are not yet.
   *
   * @throws FaultsException if a supplier went wrong
   */
  static Map<String, Object> saved(Graph graph, OpenStage stage) {
    Outputs asked = new Outputs(graph, stage.rows(), stage.leaves());
    if (!asked.faults.isEmpty()) {
      throw FaultsException.late(asked.faults);
    }
    if (!asked.areIn(stage.rows().loaded(), stage.vault())) {
      stage.writer().outputs(asked.values);
    }
    return asked.values;
  }

  private boolean areIn(StageState state, Vault vault) {
    return new Difference(vault, Set.of(), Set.of()).same(state.outputs(), values);
  }

  private void ask(Graph graph, Rows rows, Leaves leaves, String name, Graph.Output output) {
    Evaluation evaluation =
        new Evaluation(
            graph,
            "Output \"" + name + "\"",
            output.line(),
            node -> rows.row(node.id()).map(row -> View.of(row.outputs())).orElse(View.NOTHING),
            leaves);
    values.put(name, evaluation.value(output.value(), null));
    faults.addAll(evaluation.faults());
  }
}
