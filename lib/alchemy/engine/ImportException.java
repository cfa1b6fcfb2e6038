package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.state.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person named cannot be taken over; nothing was changed. */
public final class ImportException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private static final String RIGHT_PLACE =
      "Is the id right, and is the token one of the workspace or account that has it?";

  private ImportException(String... details) {
    super("This cannot be imported.", details);
  }

  static ImportException notDeclared(String id, Graph graph) {
    return new ImportException(
        "\"" + id + "\" is no resource of the script; an import belongs to one.",
        "It declares: " + String.join(", ", graph.nodes().stream().map(Node::id).toList()));
  }

  /** Refuses what has a row, and what is built from something that is not there yet. */
  static void check(Node node, Draft draft) {
    Optional<Row> row = draft.rows().row(node.id()).filter(each -> !each.isOpenCreate());
    if (row.isPresent()) {
      throw inState(row.get());
    }
    List<String> missing =
        draft.planned().stream()
            .filter(each -> each.node() != node && each.step().acts())
            .map(each -> each.node().id())
            .toList();
    if (!missing.isEmpty()) {
      throw notDeployed(node, missing);
    }
  }

  private static ImportException inState(Row row) {
    return new ImportException(
        row.type() + " \"" + row.id() + "\" is in state already, as " + row.remoteId() + ".",
        "To let it stand for another object, first forget this one; nothing is deleted:",
        "    alchemy state rm " + row.id());
  }

  private static ImportException notDeployed(Node node, List<String> missing) {
    return new ImportException(
        node.line() + ": " + node + " needs what is not deployed: " + String.join(", ", missing),
        "Deploy or import that first:",
        "    alchemy deploy --target " + missing.get(0));
  }

  /** Refuses what the service does not have, all of it at once. */
  static void check(List<Planned> asked, Map<String, Observed> found, Map<String, Known> known) {
    List<String> absent =
        asked.stream()
            .map(Planned::node)
            .filter(each -> !found.get(each.id()).isThere())
            .map(each -> absent(each, known.get(each.id()).remoteId()))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!absent.isEmpty()) {
      absent.add(RIGHT_PLACE);
      throw new ImportException(absent.toArray(String[]::new));
    }
  }

  private static String absent(Node node, String remoteId) {
    return node.line() + ": " + node + ": the service has no \"" + remoteId + "\".";
  }

  static ImportException twice(Node node, Node twin, String remoteId) {
    return new ImportException(
        node.line() + ": " + node + " and " + twin + " would both be \"" + remoteId + "\".",
        "Declare it once.");
  }

  static ImportException notFound(Node node, String remoteId) {
    return new ImportException(absent(node, remoteId), RIGHT_PLACE);
  }
}
