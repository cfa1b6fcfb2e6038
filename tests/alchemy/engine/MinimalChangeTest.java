package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Body;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.engine.MinimalBox.Part;
import alchemy.engine.MinimalBox.Props;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is the same to the service is no change, however a script spells it. */
class MinimalChangeTest extends EngineCase {
  private static final Props NOTHING = Props.any(null);

  private record Pair(String what, Props before, Props after) {}

  private static List<Pair> same() {
    Map<String, Object> backwards = new LinkedHashMap<>();
    backwards.put("b", Map.of("y", 2L, "x", 1.0));
    backwards.put("a", new BigDecimal("1.00"));
    backwards.put("none", null);
    Map<String, Object> forwards = new TreeMap<>();
    forwards.put("a", 1);
    forwards.put("b", Map.of("x", (short) 1, "y", 2.0f));
    return List.of(
        new Pair("an int and a long", Props.any(1), Props.any(1L)),
        new Pair("a whole double", Props.any(1), Props.any(1.0)),
        new Pair("an exact decimal", Props.any(1.5), Props.any(new BigDecimal("1.500"))),
        new Pair("a large number", Props.any(1e30), Props.any(BigInteger.TEN.pow(30))),
        new Pair("minus nothing", Props.any(-0.0), Props.any(0)),
        new Pair("a float", Props.any(0.1f), Props.any(0.1)),
        new Pair("the order of keys", map(backwards), map(forwards)),
        new Pair("an empty map", NOTHING, map(Map.of())),
        new Pair(
            "kinds of lists", list(List.of(1, 2)), list(new ArrayList<>(Arrays.asList(1L, 2.0)))),
        new Pair("an enum's text", Props.any("SECONDS"), Props.any(TimeUnit.SECONDS)),
        new Pair("the order of a set", set("a", "b", "c"), set("c", "b", "a")),
        new Pair("a ratio's default", NOTHING, with(1.5, null, null, null)),
        new Pair("a count's default", NOTHING, with(null, 60L, null, null)),
        new Pair("a time's default", NOTHING, with(null, null, Duration.ofSeconds(60), null)),
        new Pair("a default inside", part(null, "p"), part(8, "p")),
        new Pair("a default in a map", parts(null), parts(8)),
        new Pair("a default in a list", partList(null), partList(8)),
        new Pair(
            "a secret",
            with(null, null, null, "open-sesame"),
            with(null, null, null, "open-sesame")));
  }

  @Test
  void theSameInAnotherSpellingIsNoChange() {
    List<String> changed = new ArrayList<>();
    for (Pair each : same()) {
      for (boolean back : List.of(false, true)) {
        Props before = back ? each.after() : each.before();
        Props after = back ? each.before() : each.after();
        deploy(app -> declare(before));
        Plan plan = plan(app -> declare(after));
        if (plan.acts()) {
          changed.add(each.what() + ": " + plan.step("it").changes());
        }
      }
    }
    assertEquals(List.of(), changed);
  }

  @Test
  void whatDiffersIsOneChangeOfItsOwn() {
    Map<Props, String> other = new LinkedHashMap<>();
    other.put(Props.any("1"), "any: 1 -> \"1\"");
    other.put(Props.any(List.of(1)), "any: 1 -> [1]");
    other.put(Props.any(1.000001), "any: 1 -> 1.000001");
    other.put(Props.any(true), "any: 1 -> true");
    deploy(app -> declare(Props.any(1)));
    other.forEach(
        (props, change) ->
            assertEquals(
                List.of(change),
                plan(app -> declare(props)).step("it").changes().stream()
                    .map(PropertyChange::toString)
                    .toList()));
  }

  @Test
  void theOrderOfAListCounts() {
    deploy(app -> declare(list(List.of(1, 2))));

    assertEquals(1, plan(app -> declare(list(List.of(2, 1)))).step("it").changes().size());
  }

  @Test
  void aMapInAListThatHasMoreIsAnother() {
    deploy(app -> declare(list(List.of(Map.of("a", 1)))));

    assertTrue(plan(app -> declare(list(List.of(Map.of("a", 1, "b", 2))))).acts());
    assertTrue(plan(app -> declare(list(List.of(Map.of())))).acts());
  }

  @Test
  void reorderedDeclarationsAreNoChange() {
    deploy(
        app -> {
          box("a", null, "small", "one");
          box("b", null, "small", "two");
        });

    Plan plan =
        plan(
            app -> {
              box("b", null, "small", "two");
              box("a", null, "small", "one");
            });

    assertFalse(plan.acts(), plan::toString);
  }

  @Test
  void aListWithAnItemThatIsNotKnownYetIsNotKnownYet() {
    Body body =
        app -> {
          var first = box("first", null, "small", "one");
          app.declare("it", new MinimalBox(), new Lists(), s -> s.list("a", first));
        };

    assertEquals(
        List.of("list: (known after apply)"),
        plan(body).step("it").changes().stream().map(PropertyChange::toString).toList());
    deploy(body);
    assertEquals(List.of("a", row("first").remoteId()), row("it").props().get("list"));
  }

  @Test
  void aTextThatTakesTheSecretsPlaceIsNoSecretItself() {
    deploy(app -> declare(Props.any(Secret.of("open-sesame-77"))));
    Body plain = app -> declare(Props.any("an ordinary text"));

    assertEquals(
        "any: (secret) -> \"an ordinary text\"",
        plan(plain).step("it").changes().get(0).toString());
    deploy(plain);

    assertEquals("an ordinary text", row("it").props().get("any"));
  }

  @Test
  void aWorkersSettingsInAnotherSpellingAreTheSame() throws IOException {
    Files.writeString(root.resolve("worker.js"), "export default {};");
    assertEquals(
        worker(w -> {}),
        worker(w -> w.url(true).observability(false).crons().compatibilityFlags()));
    assertEquals(
        worker(w -> w.bind("A", "text").bind("N", 1).bind("J", Map.of("x", 1, "y", 2))),
        worker(
            w -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("y", 2.0);
              json.put("x", 1L);
              w.bind("J", json).bind("N", 1L).bind("A", "text");
            }));
  }

  @Test
  void aHyperdrivesSettingsInAnotherSpellingAreTheSame() {
    assertEquals(
        hyperdrive(h -> {}),
        hyperdrive(
            h ->
                h.caching(true)
                    .maxAge(Duration.ofSeconds(60))
                    .staleWhileRevalidate(Duration.ofSeconds(15))));
  }

  private String worker(Consumer<? super Worker.Settings> settings) {
    return created(app -> Worker.of(app, "it", "worker.js", settings));
  }

  private String hyperdrive(Consumer<? super Hyperdrive.Settings> settings) {
    Consumer<Hyperdrive.Settings> origin = h -> h.origin("postgres://u:p@db.example.com/d");
    return created(app -> Hyperdrive.of(app, "it", origin.andThen(settings)));
  }

  private String created(Body body) {
    return with(RunOptions.Mode.OFFLINE, body, App::plan).step("it").changes().stream()
        .map(each -> each.path() + " " + ModelValues.show(each.after()))
        .toList()
        .toString();
  }

  /** Settings whose list has an item that is read later. */
  private static final class Lists extends alchemy.Settings<Lists> {
    Lists() {
      super("Minimal");
    }

    void list(String known, alchemy.OwnResource<Box.Outputs> later) {
      set("list", List.of(known, (java.util.function.Supplier<?>) () -> later.output().id()));
    }
  }

  private static void declare(Props props) {
    Resource.of("it", new MinimalBox(), () -> props);
  }

  private static Props with(Double ratio, Long seconds, Duration age, String secret) {
    Secret sealed = secret == null ? null : Secret.of(secret);
    return new Props(null, ratio, seconds, age, null, null, null, null, null, null, sealed);
  }

  private static Props map(Map<String, Object> map) {
    return new Props(null, null, null, null, map, null, null, null, null, null, null);
  }

  private static Props list(List<Object> list) {
    return new Props(null, null, null, null, null, list, null, null, null, null, null);
  }

  private static Props set(String... items) {
    Set<String> set = new LinkedHashSet<>(Arrays.asList(items));
    return new Props(null, null, null, null, null, null, set, null, null, null, null);
  }

  private static Props part(Integer ports, String name) {
    Part part = new Part(ports, name);
    return new Props(null, null, null, null, null, null, null, part, null, null, null);
  }

  private static Props parts(Integer ports) {
    Map<String, Part> parts = Map.of("x", new Part(ports, "p"));
    return new Props(null, null, null, null, null, null, null, null, parts, null, null);
  }

  private static Props partList(Integer ports) {
    List<Part> parts = List.of(new Part(ports, "p"));
    return new Props(null, null, null, null, null, null, null, null, null, parts, null);
  }
}
