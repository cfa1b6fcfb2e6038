package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import alchemy.engine.RandomScript.Kind;
import alchemy.state.Row;
import alchemy.state.StageState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a stage's rows, and the objects that they stand for, with the model's. */
final class RandomCheck {
  private final ModelStage stage;
  private final StageState state;
  private final RandomService service;

  RandomCheck(ModelStage stage, StageState state, RandomService service) {
    this.stage = stage;
    this.state = state;
    this.service = service;
  }

  void check() {
    assertEquals(stage.rows.keySet(), state.rows().keySet(), "the rows");
    stage.rows.values().forEach(each -> compare(each, state.row(each.key()).orElseThrow()));
    Set<String> objects = new TreeSet<>();
    for (ModelStage.Row each : stage.rows.values()) {
      if (each.kind() != Kind.REFERENCE) {
        objects.add(each.remoteId());
        compare(each, service.things().get(each.remoteId()));
      }
    }
    assertEquals(objects, service.things().keySet(), "nothing is there that no row stands for");
  }

  private static void compare(ModelStage.Row expected, Row row) {
    String key = expected.key();
    assertEquals(expected.status().name(), row.status().name(), key);
    assertEquals(expected.id(), row.id(), key);
    assertEquals(expected.kind().provider().type(), row.type(), key);
    assertEquals(expected.remoteId(), row.remoteId(), key);
    assertEquals(expected.delete(), row.delete(), key + " delete");
    assertEquals(List.copyOf(expected.deps()), row.dependencies().stream().sorted().toList(), key);
    assertEquals(props(expected.props()), props(row.props()), key + " properties");
    for (String each : List.of("id", "name", "digest")) {
      assertEquals(expected.output(each), row.outputs().get(each), key + "." + each);
    }
    assertEquals("(secret)", ModelValues.show(row.outputs().get("key")), key);
  }

  // What delete(...) comes to was compared; writing out its default is no change.
  private static String props(Map<String, Object> tree) {
    Map<String, Object> props = new TreeMap<>(tree);
    props.remove("delete");
    return ModelValues.show(ModelValues.plain(props));
  }

  private static void compare(ModelStage.Row expected, RandomService.Thing thing) {
    String key = expected.key();
    assertNotNull(thing, key + " is not there: " + expected.remoteId());
    assertEquals(expected.name(), thing.name(), key);
    assertEquals(expected.kind().provider().type(), thing.type(), key);
    assertEquals(expected.props().get("size"), thing.size(), key + " size");
    assertEquals(expected.props().get("home"), thing.home(), key + " home");
    Map<String, Object> fields = new TreeMap<>(expected.props());
    fields.keySet().retainAll(List.of("content", "labels", "lock", "tags", "weight"));
    assertEquals(fields, thing.fields(), key + " as the service has it");
  }
}
