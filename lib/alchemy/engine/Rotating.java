package alchemy.engine;

import alchemy.engine.RunOptions.Rotation;
import alchemy.engine.RunOptions.Scope;
import alchemy.provider.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * New secrets for what yields some. Beside is a replacement that no property asks for: the new one
 * is made, what depends on the old one is moved, and only then the old one is deleted. In place is
 * an update that finds the secrets lost, which a provider mends by making new ones.
 */
final class Rotating {
  private Rotating() {}

  /** How a node is to be rotated by this run, once. */
  static Rotation of(Scope scope, Observations seen, Node node) {
    boolean due =
        scope.rotation() != Rotation.NONE
            && scope.targets().contains(node.id())
            && !seen.isSettled(node.id())
            && can(scope.rotation(), node.provider());
    return due ? scope.rotation() : Rotation.NONE;
  }

  static Step step(Rotation rotation, Node node, Step.Facts facts) {
    return rotation == Rotation.BESIDE
        ? new Step.Replace(facts, false, false)
        : new Step.Update(facts.detail(node.provider().adoptionCost().orElseThrow()));
  }

  /** What cannot be rotated, of what is to be. */
  static List<Fault> faults(Scope scope, Observations seen, Collection<Planned> planned) {
    List<Fault> faults = new ArrayList<>();
    if (scope.rotation() == Rotation.NONE) {
      return faults;
    }
    for (Planned each : planned) {
      Node node = each.node();
      if (!scope.targets().contains(node.id()) || seen.isSettled(node.id())) {
        continue;
      }
      if (!can(scope.rotation(), node.provider())) {
        faults.add(
            Kinds.yieldsSecrets(node.provider())
                ? Fault.of(node, null, "cannot have a new one made beside it")
                    .fix("Say --in-place, if a new secret for this very one will do.")
                : Fault.of(node, null, "has no secret of its own that could be rotated")
                    .fix("Rotate what yields the secret, as a connection."));
      } else if (each.step().reason() != Reason.ROTATED) {
        faults.add(
            Fault.of(node, null, "cannot be rotated yet: " + each.step().reason().text())
                .fix("Deploy first."));
      }
    }
    return faults;
  }

  // What holds data would lose it by a replacement, and two of one name cannot stand beside.
  private static boolean can(Rotation rotation, Provider<?, ?> provider) {
    return Kinds.yieldsSecrets(provider)
        && (rotation == Rotation.IN_PLACE
            ? provider.adoptionCost().isPresent()
            : !provider.holdsData() && !provider.uniqueName());
  }
}
