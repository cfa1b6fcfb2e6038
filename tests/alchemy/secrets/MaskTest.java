package alchemy.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A secret is found again in what others wrote, however they spelled it. */
class MaskTest {
  static List<Canary> canaries() {
    return IntStream.range(0, Canary.AROUND.size()).mapToObj(i -> Canary.of("mask", i)).toList();
  }

  @ParameterizedTest
  @MethodSource("canaries")
  void everySpellingIsHidden(Canary canary) {
    String text = canary.text();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Secret.of(text);
    List<String> spelled = new ArrayList<>(List.of(text));
    String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
    String strict = form.replace("+", "%20").replace("*", "%2A");
    spelled.addAll(List.of(form, strict, onlySome(text, "/:@?#[]{}|=&+,;$%!'()* \n\t\r\"\\`<>")));
    spelled.add(onlySome(text, "/:@?#% \n\t\r\"\\`"));
    spelled.add(new String(Json.write(text, false), StandardCharsets.UTF_8));
    spelled.add(ascii(text));
    spelled.add(text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\$"));
    for (String before : List.of("", "u", "u:")) {
      byte[] whole = (before + text + ":x").getBytes(StandardCharsets.UTF_8);
      spelled.add(Base64.getEncoder().encodeToString(whole));
      spelled.add(Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
    }
    spelled.add(HexFormat.of().formatHex(bytes));
    spelled.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (String each : spelled) {
      String masked = Secret.mask("before " + each + " after");
      assertEquals(List.of(), canary.in(each, masked.getBytes(StandardCharsets.UTF_8)));
      assertTrue(masked.startsWith("before ") && masked.endsWith(" after"), masked);
      assertTrue(Secret.isIn("before " + each + " after"), each);
    }
    assertEquals(
        List.of(),
        text.lines()
            .flatMap(
                line ->
                    canary
                        .in("a line", Secret.mask(line).getBytes(StandardCharsets.UTF_8))
                        .stream())
            .toList());
  }

  @ParameterizedTest
  @MethodSource("canaries")
  void aCanaryThatIsThereIsSeen(Canary canary) {
    byte[] text = canary.text().getBytes(StandardCharsets.UTF_8);
    byte[] encoded = Base64.getEncoder().encode(text);
    String hex = HexFormat.of().formatHex(text);
    assertEquals(1, canary.in("raw", text).size());
    assertEquals(1, canary.in("Base64", encoded).size());
    assertEquals(1, canary.in("hex", hex.getBytes(StandardCharsets.UTF_8)).size());
  }

  @Test
  void whatIsNoSecretStaysAsItIs() {
    Secret.of(Canary.plain("other").text());
    for (String each :
        List.of("", "100 % of \\n 5%20", "\\", "%", "%zz \\u12 \\ud83d\\", "äöü 日本語🔑", "a+b=c")) {
      assertSame(each, Secret.mask(each));
      assertFalse(Secret.isIn(each));
    }
  }

  @Test
  void aTextOfFewerThanEightCharactersIsHiddenAsAValueOnly() {
    Secret secret = Secret.of("qx7-Zr9");
    assertEquals("see qx7-Zr9", Secret.mask("see qx7-Zr9"));
    assertEquals("Secret(***)", secret.toString());
    assertEquals("Secret(***)", "" + List.of(secret).get(0));
  }

  @Test
  void aNameHoldsASecretUnlessThatIsAWord() {
    Canary canary = Canary.plain("name");
    Secret.of(canary.text());
    Secret.of("databaseName");
    assertTrue(Secret.isInName("x-" + canary.text()));
    assertFalse(Secret.isInName("databaseName"));
  }

  @Test
  void anErrorTellsNoSecretNorDoesItsCause() {
    Canary canary = Canary.of("error", 7);
    Secret.of(canary.text());
    var deep = new IllegalStateException("deep " + canary.text());
    var thrown = new IOException("could not read " + canary.text(), deep);
    thrown.addSuppressed(new IOException("nor close " + canary.text()));
    AlchemyException error = new Failed(thrown, "with " + canary.text());
    assertEquals(List.of(), canary.in("the error", Canary.bytes(error)));
    assertEquals("java.io.IOException: could not read ***", error.getCause().toString());
    assertEquals(thrown.getStackTrace()[0], error.getCause().getStackTrace()[0]);
    var harmless = new IOException("harmless");
    assertSame(harmless, new Failed(harmless, "x").getCause());
  }

  @Test
  void causesInACircleComeToAnEnd() {
    Canary canary = Canary.plain("circle");
    Secret.of(canary.text());
    var one = new IllegalStateException(canary.text());
    one.addSuppressed(new IOException("other", one));
    assertEquals(List.of(), canary.in("the error", Canary.bytes(new Failed(one, "x"))));
  }

  @Test
  void aSecretShowsItselfNowhere() {
    Canary canary = Canary.of("value", 5);
    Secret secret = Secret.format("postgres://u:%s@h/db", Secret.of(canary.text()));
    Secret mapped = secret.map(text -> "<" + text + ">");
    String shown = secret + " " + mapped + " " + Map.of("k", mapped) + " " + new Holder(secret);
    assertEquals(List.of(), canary.in("toString", shown.getBytes(StandardCharsets.UTF_8)));
  }

  private record Holder(Secret secret) {}

  private static final class Failed extends AlchemyException {
    private static final long serialVersionUID = 1L;

    Failed(Throwable cause, String detail) {
      super(cause, "It failed.", detail);
    }
  }

  /** As a library does that encodes only what must be. */
  private static String onlySome(String text, String encoded) {
    StringBuilder all = new StringBuilder();
    text.chars()
        .forEach(
            each ->
                all.append(
                    encoded.indexOf(each) < 0
                        ? String.valueOf((char) each)
                        : "%%%02x".formatted(each)));
    return all.toString();
  }

  /** As JSON in ASCII is written. */
  private static String ascii(String text) {
    StringBuilder all = new StringBuilder();
    text.chars()
        .forEach(
            each ->
                all.append(
                    each < ' ' || each > '~' || each == '"' || each == '\\'
                        ? "\\u%04x".formatted(each)
                        : String.valueOf((char) each)));
    return all.toString();
  }
}
