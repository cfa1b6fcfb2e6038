package alchemy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import alchemy.Secret;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsEachKindOfValueAsItsOwnType() {
    String document =
        "{\"text\":\"ü\\n\",\"whole\":9007199254740993,\"decimal\":1.5,\"true\":true,\"null\":null,"
            + "\"list\":[1,[]],\"map\":{}}";

    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("text", "ü\n");
    wanted.put("whole", 9007199254740993L);
    wanted.put("decimal", 1.5);
    wanted.put("true", true);
    wanted.put("null", null);
    wanted.put("list", List.of(1L, List.of()));
    wanted.put("map", Map.of());
    assertEquals(wanted, Json.read(document));
    assertEquals(wanted, Json.read(document.getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        wanted, Json.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8))));
    assertNull(Json.read("null"));
  }

  @Test
  void keepsNumbersExactly() {
    assertEquals(
        new BigDecimal("0.1000000000000000055511151231257827"),
        Json.read("0.1000000000000000055511151231257827"));
    assertEquals(0.1, Json.read("0.1"));
    assertEquals(new BigDecimal("9223372036854775808"), Json.read("9223372036854775808"));
    assertEquals(Long.MIN_VALUE, Json.read("-9223372036854775808"));
    assertEquals("9223372036854775808", text(new BigDecimal("9223372036854775808")));
    assertEquals("0.1", text(0.1f));
    assertEquals("3", text(3));
  }

  @Test
  void aNumberThatWasReadIsWrittenAsBefore() {
    List<Number> numbers =
        List.of(
            new BigDecimal("1.00"),
            new BigDecimal("1E+30"),
            new BigDecimal("1E+400"),
            new BigDecimal("1E+1000"),
            new BigDecimal("1E-1000"),
            BigDecimal.TEN.pow(999).negate(),
            new BigDecimal(BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE), 1_000),
            new BigDecimal(BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE), -1_000),
            new BigDecimal("0E-5"),
            new BigDecimal("1.23456789012345678901"),
            new BigInteger("123456789012345678901234567890"),
            -0.0,
            1e300,
            Double.MIN_VALUE,
            0.1f,
            Long.MIN_VALUE,
            (byte) 1);
    for (Number each : numbers) {
      assertEquals(text(each), text(Json.read(text(each))), each::toString);
    }
  }

  @Test
  void keepsHalvesOfCharacters() {
    assertEquals("a\ud800b", Json.read(text("a\ud800b")));
  }

  @Test
  void writesWhatItReadsWithTheOrderOfTheNames() {
    String document = "{\"z\":[1,2.5,\"a\\\"b\",null],\"a\":{\"k\":true}}";
    assertEquals(document, text(Json.read(document)));
  }

  @Test
  void layoutHasOneEntryALine() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("a", List.of(1L, "x"));
    tree.put("b", Map.of());
    assertEquals(
        "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": { }\n}\n",
        new String(Json.write(tree, true), StandardCharsets.UTF_8));
  }

  @Test
  void malformedTextIsRefusedWithLineAndColumnAndWithoutItsContent() {
    MalformedJsonException e =
        assertThrows(
            MalformedJsonException.class, () -> Json.read("{\n  \"password\": hunter2hunter2 }"));
    assertEquals(2, e.line());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    assertFalse(String.valueOf(e.getCause()).contains("hunter2"));
    for (String each :
        List.of("", " ", "{", "[1,", "{\"a\":1}}", "1 2", "{\"a\":1,\"a\":2}", "nul", "'x'")) {
      assertThrows(MalformedJsonException.class, () -> Json.read(each), each);
    }
  }

  @Test
  void aNumberOfTooManyDigitsIsNeitherReadNorWritten() {
    for (String each : List.of("1e999999999", "1e-1001", "1" + "0".repeat(1_000))) {
      assertThrows(MalformedJsonException.class, () -> Json.read(each), each);
    }
    for (Number each :
        List.of(new BigDecimal("1E-1001"), new BigDecimal("1E+1001"), BigInteger.TEN.pow(1_000))) {
      assertThrows(NotJsonException.class, () -> Json.write(each, false), each::toString);
    }
  }

  @Test
  void longTextsAndNamesAreReadAgain() {
    String text = "x".repeat(20_100_000);
    assertEquals(text, Json.read(text(text)));
    Map<String, Object> named = Map.of("x".repeat(60_000), 1L);
    assertEquals(named, Json.read(text(named)));
  }

  @Test
  void everyProperPrefixOfAnObjectIsRefused() {
    byte[] whole = "{\"a\":[1,{\"b\":\"ü\"}],\"c\":null}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < whole.length; i++) {
      byte[] cut = Arrays.copyOf(whole, i);
      assertThrows(MalformedJsonException.class, () -> Json.read(cut), "cut at " + i);
    }
  }

  @Test
  void whatJsonHasNoFormForIsRefusedAndASecretIsSuch() {
    Object deep = 1;
    for (int i = 0; i < 1_001; i++) {
      deep = List.of(deep);
    }
    for (Object each :
        List.of(Secret.of("hunter2hunter2"), Double.NaN, new Object(), Map.of(1, 2), deep)) {
      NotJsonException e =
          assertThrows(NotJsonException.class, () -> Json.write(List.of(each), false));
      assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
  }

  private static String text(Object tree) {
    return new String(Json.write(tree, false), StandardCharsets.UTF_8);
  }

  @Test
  void whatAPowerFailureLeavesOfADocumentIsMalformed() {
    byte[] document = Json.write(Map.of("name", "a text of some length"), true);
    for (int from = 0; from < document.length; from++) {
      for (int to = from + 1; to <= document.length; to++) {
        byte[] holed = document.clone();
        Arrays.fill(holed, from, to, (byte) 0);
        assertThrows(MalformedJsonException.class, () -> Json.read(holed));
      }
    }
  }
}
