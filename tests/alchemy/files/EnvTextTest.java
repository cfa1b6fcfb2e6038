package alchemy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnvTextTest {
  private static String text(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aVariableIsSetInItsLineAndAllElseStays() {
    EnvText before =
        EnvText.of(
            "# ours\r\n\r\n  export URL = 'old'   # the database\r\nnonsense\r\nPORT=1 # port\r\n");

    EnvText after = before.with("URL", "a=b&c").with("PORT", "22").with("NEW", "x y");

    assertEquals(
        "# ours\r\n\r\n  export URL = a=b&c   # the database\r\nnonsense\r\nPORT=22 # port\r\n"
            + "NEW='x y'\r\n",
        after.toString());
  }

  @Test
  void aCommentThatFollowsAtOnceStaysOne() {
    EnvText text = EnvText.of(text("URL= # set by deploy", "A='1'#one")).with("URL", "x");
    assertEquals(text("URL= x # set by deploy", "A=2 #one"), text.with("A", "2").toString());
  }

  @Test
  void whatIsSetAlreadyKeepsItsSpelling() {
    EnvText text = EnvText.of("URL=\"a b\"");
    assertSame(text, text.with("URL", "a b"));
    assertEquals("URL=\"a b\"\nX=1\n", text.with("X", "1").toString());
  }

  @Test
  void ofAVariableThatIsSetTwiceTheLastLineCounts() {
    EnvText text = EnvText.of(text("A=1", "B=2", "A=3"));
    assertEquals(Map.of("A", "3", "B", "2"), text.values());
    assertEquals(text("A=1", "B=2", "A=4"), text.with("A", "4").toString());
    assertEquals(text("A=1", "B=2"), text.without("A").toString());
  }

  @Test
  void aValueOfSeveralLinesIsOneAndGoesAsAWhole() {
    EnvText text = EnvText.of(text("A='one", "B=two", "'  # end", "C=3"));
    assertEquals(Map.of("A", "one\nB=two\n", "C", "3"), text.values());
    assertEquals(List.of(1, 4), text.entries().stream().map(EnvText.Entry::line).toList());
    assertEquals(text("C=3"), text.without("A").toString());
    assertEquals(text("A=x  # end", "C=3"), text.with("A", "x").toString());
  }

  @Test
  void aQuoteThatIsNotClosedTakesNoOtherLine() {
    EnvText text = EnvText.of(text("A='one", "B='two'"));
    assertEquals(Map.of("B", "two"), text.values());
    assertEquals(text("A=1", "B='two'"), text.with("A", "1").toString());
  }

  @Test
  void aMarkAtTheStartAndOtherNamesAreNoHindrance() {
    EnvText text = EnvText.of("\uFEFFA=1\nAA=2\n# A=3\nA.B=4\n");
    assertEquals("\uFEFFA=9\nAA=2\n# A=3\nA.B=4\n", text.with("A", "9").toString());
    assertEquals("AA=2\n# A=3\nA.B=4\n", text.without("A").toString().replace("\uFEFF", ""));
    assertEquals("A=\n", EnvText.of("").with("A", "").toString());
  }

  @Test
  void aValueIsQuotedOnlyWhereItHasToBe() {
    Map<String, String> spelled =
        Map.of(
            "postgres://u:p%24@h:5/d?a=b&c=d", "postgres://u:p%24@h:5/d?a=b&c=d",
            "a b", "'a b'",
            "a#b", "'a#b'",
            "it's", "\"it's\"",
            "it's $5", "it's $5",
            "it's \"#\"", "`it's \"#\"`",
            "C:\\dir\\", "C:\\dir\\",
            "-----BEGIN-----\nab=\n", "\"-----BEGIN-----\\nab=\\n\"",
            "{\n\"a\": 1\n}", "'{\n\"a\": 1\n}'");
    spelled.forEach((value, as) -> assertEquals(Optional.of(as), EnvText.spelled(value), value));
    assertEquals(Optional.empty(), EnvText.spelled("'\"`#"));
    assertEquals(Optional.empty(), EnvText.spelled(" \\"));
    assertEquals(Optional.empty(), EnvText.spelled("a\r\nb"));
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    Random random = new Random(5);
    String letters = "ab =#$'\"`\\\n\r\t&%{}!é";
    for (int i = 0; i < 20_000; i++) {
      String value =
          random
              .ints(random.nextInt(8), 0, letters.length())
              .mapToObj(at -> letters.substring(at, at + 1))
              .collect(Collectors.joining());
      if (EnvText.spelled(value).isPresent()) {
        EnvText text = EnvText.of("A='1'\n").with("X", value).with("Y", "'");
        assertEquals(Map.of("A", "1", "X", value, "Y", "'"), text.values(), text::toString);
        assertEquals("A='1'\nY=\"'\"\n", text.without("X").toString());
      }
    }
  }
}
