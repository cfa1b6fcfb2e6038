package alchemy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A create whose answer does not arrive, or says nothing: it is never sent again before it was
 * looked for, the run goes on with what it made, and there is one of each in the end.
 */
class LostAnswersTest extends NetCase {
  private static final String HTML = "<html><body>Bad gateway</body></html>";

  // By a word, which names the test.
  private static final Map<String, Fault> DONE =
      Map.of(
          "answer lost", Fault.answerLost(),
          "cut off", Fault.cutOff(),
          "500", Fault.after(500, "{\"error\":{\"message\":\"oops\"}}"),
          "502 with a page", Fault.after(502, HTML, "Content-Type", "text/html"),
          "empty 200", Fault.after(200, ""),
          "200 with a page", Fault.after(200, HTML, "Content-Type", "text/html"),
          "200 of something else", Fault.after(200, "{\"message\":\"welcome\"}"));

  static Stream<String> done() {
    return DONE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("done")
  void whatWasDoneIsFoundAndNotMadeAgain(String fault) throws IOException {
    CREATES.forEach(each -> proxy.on(each, 1, DONE.get(fault)));

    deploy(NetCase::example);

    assertMadeOnce();
  }

  static Stream<String> creates() {
    return CREATES.stream();
  }

  @ParameterizedTest
  @MethodSource("creates")
  void whatWasDoneIsFoundWhicheverCreateItWas(String create) throws IOException {
    proxy.on(create, 1, Fault.answerLost());

    deploy(NetCase::example);

    assertMadeOnce();
  }

  static Stream<List<String>> all() {
    return creates().flatMap(create -> done().map(fault -> List.of(create, fault)));
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("all")
  void whatWasDoneIsFoundWhicheverItWasAndHoweverItWasLost(List<String> createAndFault)
      throws IOException {
    proxy.on(createAndFault.get(0), 1, DONE.get(createAndFault.get(1)));

    deploy(NetCase::example);

    assertMadeOnce();
  }

  // An upload of the same name is the same Worker, so that it may come again.
  private void assertMadeOnce() throws IOException {
    for (String create : CREATES) {
      if (!create.equals(WORKERS)) {
        assertEquals(1, proxy.heard(create), create + " in " + proxy.lines());
      }
    }
    assertAllThereOnce();
  }
}
