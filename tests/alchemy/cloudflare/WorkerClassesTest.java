package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.ServiceException;
import alchemy.provider.Existing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerClassesTest extends WorkerCase {
  private static final Outputs ROOMS =
      KNOWN.with(Map.of("classes", List.of("Room"), "migrationTag", "alchemy-1"));

  private static final String BINDS_ROOM =
      "{\"success\":true,\"result\":{\"migration_tag\":\"v7\",\"bindings\":[{\"name\":\"IT\","
          + "\"type\":\"durable_object_namespace\",\"class_name\":\"Room\","
          + "\"namespace_id\":\"n\"}]}}";

  private static Props binds(Binding binding, Object... set) {
    Object[] all = new Object[set.length + 2];
    System.arraycopy(set, 0, all, 2, set.length);
    all[0] = "bindings";
    all[1] = Map.of("IT", binding.binding());
    return props(all);
  }

  private void uploads() {
    server.says(200, SETTINGS).says(200, UPLOADED);
  }

  @Test
  void aClassThatIsBoundFirstIsMadeWithSqlite() {
    uploads();
    Outputs after = update(props(), binds(Binding.durableObject("Room")));
    assertEquals(
        Map.of("new_sqlite_classes", List.of("Room"), "new_tag", "alchemy-1"),
        metadata().get("migrations"));
    assertEquals(List.of("Room"), after.classes());
    assertEquals("alchemy-1", after.migrationTag());
  }

  @Test
  void aClassThatIsThereNeedsNoMigration() {
    uploads();
    update(
        binds(Binding.durableObject("Room")),
        ROOMS,
        binds(Binding.durableObject("Room"), "compatibilityDate", "2026-02-02"));
    assertFalse(metadata().containsKey("migrations"), () -> metadata().toString());
  }

  @Test
  void aClassOfAnotherWorkerIsNoneOfThisOne() {
    uploads();
    update(props(), binds(Binding.durableObject("Room", "chat")));
    assertFalse(metadata().containsKey("migrations"), () -> metadata().toString());
    assertFalse(workers.holdsData(bindings(Binding.durableObject("Room", "chat"))));
    assertTrue(workers.holdsData(bindings(Binding.durableObject("Room"))));
  }

  private static Map<String, ?> bindings(Binding binding) {
    return Map.of("bindings", Map.of("IT", binding.binding()));
  }

  @Test
  void aRenamedClassTakesItsObjectsAlong() {
    uploads();
    Outputs after =
        update(
            binds(Binding.durableObject("Room")),
            ROOMS,
            binds(Binding.durableObject("Chat").renamedFrom("Room")));
    assertEquals(
        Map.of(
            "renamed_classes",
            List.of(Map.of("from", "Room", "to", "Chat")),
            "old_tag",
            "alchemy-1",
            "new_tag",
            "alchemy-2"),
        metadata().get("migrations"));
    assertEquals(List.of("Chat"), after.classes());
  }

  @Test
  void aClassThatIsBoundNoMoreStaysUnlessTheScriptSaysDelete() {
    uploads();
    Outputs kept = update(binds(Binding.durableObject("Room")), ROOMS, props());
    assertFalse(metadata().containsKey("migrations"), () -> metadata().toString());
    assertEquals(List.of("Room"), kept.classes());
    uploads();
    Outputs unasked = update(binds(Binding.durableObject("Room")), ROOMS, props("delete", true));
    assertFalse(metadata().containsKey("migrations"), () -> metadata().toString());
    assertEquals(List.of("Room"), unasked.classes());
    server.says(200, DONE);
    uploads();
    server.says(200, DONE);
    assertEquals(List.of("Room"), update(null, ROOMS, props("delete", true)).classes());
    uploads();
    Outputs after =
        update(binds(Binding.durableObject("Room"), "delete", true), ROOMS, props("delete", true));
    assertEquals(
        Map.of("deleted_classes", List.of("Room"), "old_tag", "alchemy-1", "new_tag", "alchemy-2"),
        metadata().get("migrations"));
    assertNull(after.classes());
  }

  @Test
  void aWorkerIsNotDeletedWithObjectsThatNobodySaidMayGo() {
    server.says(200, SETTINGS).says(200, BINDS_ROOM);
    ClassesLeftException e =
        assertThrows(
            ClassesLeftException.class,
            () -> workers.delete(call, new Existing<>("w", props(), ROOMS)));
    assertTrue(e.getMessage().contains("class Room"), e::getMessage);
    assertThrows(
        ClassesLeftException.class,
        () -> workers.delete(call, new Existing<>("w", props(), KNOWN)));
    assertEquals(2, server.heard().size());
    server.says(200, DONE);
    workers.delete(call, new Existing<>("w", props("delete", true), ROOMS));
    assertEquals("DELETE " + SCRIPT + "?force=true", server.lines().get(2));
  }

  @Test
  void aMigrationStartsWhereTheServiceSaysItStands() {
    server
        .says(200, SETTINGS)
        .says(
            412,
            "{\"success\":false,\"errors\":[{\"code\":10079,\"message\":\"Migration tag"
                + " precondition failed; got tag '' when expected tag is 'v3'\"}]}")
        .says(200, BINDS_ROOM)
        .says(200, UPLOADED);
    Map<String, Object> both =
        Map.of(
            "IT", Binding.durableObject("Room").binding(),
            "TOO", Binding.durableObject("Lobby").binding());
    Outputs past = KNOWN.with(Map.of("classes", List.of("Past"), "migrationTag", "alchemy-1"));
    Outputs after = update(props(), past, props("bindings", both));
    assertEquals(
        Map.of("new_sqlite_classes", List.of("Lobby"), "old_tag", "v3", "new_tag", "alchemy-1"),
        metadata().get("migrations"));
    assertEquals(List.of("Lobby", "Past", "Room"), after.classes());
    assertEquals("alchemy-1", after.migrationTag());
  }

  @Test
  void theClassesOfAWorkerThatIsTakenOverAreKnown() {
    server.says(200, BINDS_ROOM).says(200, SETTINGS);
    says("{\"enabled\":false,\"previews_enabled\":false}");
    says("{\"schedules\":[]}");
    Outputs found = workers.inspect(call, new Existing<>("w", null, null)).orElseThrow().outputs();
    assertEquals(List.of("Room"), found.classes());
    assertEquals("v7", found.migrationTag());
    server.says(200, BINDS_ROOM);
    assertEquals(
        List.of("Room"),
        workers.read(call, new Existing<>("w", null, null)).orElseThrow().classes());
  }

  @Test
  void oneClassUnderTwoNamesIsRenamedIfOneOfThemSaysSo() {
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put("A", Binding.durableObject("Chat").renamedFrom("Room").binding());
    bindings.put("B", Binding.durableObject("Chat").binding());
    assertEquals(Map.of("Chat", "Room"), WorkerClasses.bound(bindings));
  }

  @Test
  void anotherRefusalIsAnError() {
    server.says(200, SETTINGS).says(412, NONE).says(200, SETTINGS);
    assertThrows(
        ServiceException.class, () -> update(props(), binds(Binding.durableObject("Room"))));
  }

  @Test
  void previewsGoBeforeDurableObjectsCome() {
    server.says(200, DONE).says(200, SETTINGS).says(200, UPLOADED);
    Map<String, Object> room = Map.of("IT", Binding.durableObject("Room").binding());
    says("{\"subdomain\":{\"url\":\"https://w.acme.workers.dev\"}}");
    update(
        Workers.props("script", props().script(), "code", props().code()),
        Workers.props("script", props().script(), "code", props().code(), "bindings", room));
    assertEquals("POST " + SCRIPT + "/subdomain", server.lines().get(0));
    assertEquals(Map.of("enabled", true, "previews_enabled", false), server.heard().get(0).json());
  }
}
