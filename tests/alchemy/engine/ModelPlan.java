package alchemy.engine;

import alchemy.engine.ModelStage.Row;
import alchemy.engine.ModelStage.Status;
import alchemy.engine.ModelValues.Change;
import alchemy.engine.RandomScript.Kind;
import alchemy.engine.RandomScript.Reads;
import alchemy.engine.RandomScript.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rules say that a script does to a stage.
 *
 * @param make the steps of what is declared, by id, in the order of the script
 * @param letGo the steps of what nobody declares, by key
 * @param faults ids of what the rules forbid
 */
record ModelPlan(Map<String, Step> make, List<Step> letGo, Set<String> faults) {
  /**
   * One step.
   *
   * @param kind as the engine's steps are called
   * @param asks whether somebody has to approve it
   */
  record Step(
      String kind, String key, String reason, List<String> changes, boolean asks, boolean acts) {
    static Step of(alchemy.engine.Step step) {
      return new Step(
          step.getClass().getSimpleName(),
          step.key(),
          step.reason().name(),
          step.changes().stream().map(Change::show).toList(),
          step.needsApproval(),
          step.acts());
    }

    @Override
    public String toString() {
      return "\n    "
          + kind
          + " "
          + key
          + " "
          + reason
          + (asks ? " asks" : "")
          + (acts ? " acts" : "")
          + " "
          + changes;
    }
  }

  static ModelPlan of(RandomScript script, ModelStage stage) {
    Planning planning = new Planning(script, stage);
    Map<String, Step> make = new LinkedHashMap<>();
    script.specs().forEach(each -> make.put(each.id(), planning.step(each)));
    List<Step> letGo = planning.letGo();
    planning.replacedFirst.retainAll(planning.held());
    planning.faults.addAll(planning.replacedFirst);
    return new ModelPlan(make, letGo, planning.faults);
  }

  /**
   * True if something is kept for what is retained in it, by the edges of before: a run that goes
   * on with this one, after what changed edges was done, sees fewer of them, and may let it go.
   */
  boolean isCautious() {
    return letGo.stream().anyMatch(each -> each.reason().equals("HAS_RETAINED_CHILD"))
        && make.values().stream().anyMatch(each -> each.acts() && !each.kind().equals("Create"));
  }

  /** All steps in the order in which a plan shows them. */
  List<Step> steps() {
    List<Step> all = new ArrayList<>(make.values());
    all.addAll(letGo);
    return all;
  }

  private static final class Planning {
    private final RandomScript script;
    private final ModelStage stage;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Set<String> faults = new LinkedHashSet<>();
    // What a replacement leaves in the cloud, and what one deletes before it makes the new one.
    private final Set<String> left = new TreeSet<>();
    private final Set<String> replacedFirst = new TreeSet<>();

    Planning(RandomScript script, ModelStage stage) {
      this.script = script;
      this.stage = stage;
    }

    Step step(Spec spec) {
      Step known = steps.get(spec.id());
      if (known == null) {
        known = decide(spec);
        steps.put(spec.id(), known);
      }
      return known;
    }

    private Object known(Reads reads) {
      String kind = step(script.spec(reads.id())).kind();
      boolean stable = !reads.component().equals("digest");
      boolean there =
          kind.equals("Keep") || stable && (kind.equals("Update") || kind.equals("Adopt"));
      return there ? stage.rows.get(reads.id()).output(reads.component()) : ModelValues.UNKNOWN;
    }

    private Step decide(Spec spec) {
      String id = spec.id();
      Map<String, Object> wanted = ModelStage.wanted(spec, this::known);
      Row row = stage.rows.get(id);
      if (row == null) {
        return made("Create", id, "NEW", ModelValues.differences(null, wanted), false);
      }
      List<Change> changes = ModelValues.differences(row.props(), wanted);
      if (changes.stream().anyMatch(Change::replaces)) {
        return replace(spec, row, changes, wanted.get("delete") != ModelValues.UNKNOWN);
      }
      if (row.status() == Status.RETAINED) {
        return made("Adopt", id, "TAKEN_BACK", changes, false);
      }
      if (!changes.isEmpty()) {
        return made("Update", id, "CHANGED", changes, false);
      }
      boolean moves =
          spec.needs().stream().anyMatch(each -> step(script.spec(each)).kind().equals("Replace"));
      boolean same =
          row.delete() == ModelStage.mayDelete(spec)
              && row.deps().equals(spec.needs())
              && String.valueOf(row.props().get("token"))
                  .equals(String.valueOf(wanted.get("token")))
              && !moves;
      return new Step("Keep", id, same ? "UNCHANGED" : "POLICY_CHANGED", List.of(), false, !same);
    }

    private Step replace(Spec spec, Row row, List<Change> changes, boolean policyKnown) {
      boolean certain =
          changes.stream().anyMatch(each -> each.replaces() && each.certainty().equals("KNOWN"));
      boolean sameName = changes.stream().noneMatch(each -> each.path().equals("name"));
      boolean goes = row.delete() && policyKnown && ModelStage.mayDelete(spec);
      if (!goes && spec.kind() != Kind.REFERENCE) {
        left.add(row.key());
      }
      if (spec.kind() == Kind.UNIQUE && sameName) {
        replacedFirst.add(row.key());
        if (certain && !goes) {
          faults.add(spec.id());
        }
      }
      String reason = certain ? "CANNOT_CHANGE" : "MAY_HAVE_TO_CHANGE";
      return made("Replace", spec.id(), reason, changes, spec.kind().holdsData());
    }

    private static Step made(
        String kind, String id, String reason, List<Change> changes, boolean asks) {
      return new Step(
          kind, id, reason, changes.stream().map(Change::toString).toList(), asks, true);
    }

    private List<Row> going() {
      return stage.rows.values().stream()
          .filter(each -> each.status() != Status.RETAINED)
          .filter(each -> !each.key().equals(each.id()) || script.spec(each.id()) == null)
          .toList();
    }

    private Set<String> staying() {
      Set<String> staying = new TreeSet<>(left);
      stage.rows.values().stream()
          .filter(each -> each.status() == Status.RETAINED)
          .forEach(each -> staying.add(each.key()));
      going().stream()
          .filter(each -> !each.delete() && each.kind() != Kind.REFERENCE)
          .forEach(each -> staying.add(each.key()));
      return staying;
    }

    Set<String> held() {
      return stage.parentsOf(staying());
    }

    List<Step> letGo() {
      List<Row> going = going();
      Set<String> staying = staying();
      Set<String> held = held();
      List<Step> all = new ArrayList<>();
      for (Row each : going) {
        String key = each.key();
        if (each.kind() == Kind.REFERENCE) {
          all.add(new Step("Forget", key, "REFERENCE", List.of(), false, true));
        } else if (staying.contains(key)) {
          all.add(new Step("Retain", key, "PROTECTED", List.of(), false, true));
        } else if (held.contains(key)) {
          all.add(new Step("Retain", key, "HAS_RETAINED_CHILD", List.of(), false, true));
        } else {
          String why = each.status() == Status.REPLACED ? "REPLACED" : "NOT_DECLARED";
          all.add(new Step("Delete", key, why, List.of(), each.kind().holdsData(), true));
        }
      }
      return all;
    }
  }
}
