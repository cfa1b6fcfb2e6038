package alchemy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as a tree: {@code LinkedHashMap<String, Object>}, {@code ArrayList}, {@code String}, {@code
 * Long}, {@code Double}, {@code BigDecimal} (for a number that neither holds exactly), {@code
 * Boolean} and null.
 *
 * <p>It streams, since building an object mapper costs a short command a tenth of its time.
 */
public final class Json {
  // A short text such as 1e999999999 must not become a number with a billion digits. What is
  // written keeps to it, too, since a reader would refuse it.
  private static final int MOST_DIGITS = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // A bad document may hold a secret; an error shows where it broke, never the text.
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // What was written must be read again, however long it is.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(2 * MOST_DIGITS)
                  .build())
          .build();

  private Json() {}

  /**
   * Reads one document in UTF-8.
   *
   * @throws MalformedJsonException if it is not JSON, repeats a name, or more follows
   */
  public static Object read(byte[] document) {
    return read(new ByteArrayInputStream(document));
  }

  /**
   * Reads one document; the error is as for bytes.
   *
   * @param document the text
   */
  public static Object read(String document) {
    try (JsonParser parser = FACTORY.createParser(new StringReader(document))) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one document in UTF-8 to the stream's end and closes it; the error is as for bytes.
   *
   * @throws UncheckedIOException if the stream fails
   */
  public static Object read(InputStream document) {
    try (JsonParser parser = FACTORY.createParser(document)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (CharConversionException e) {
      // Zero bytes look like the beginning of a wider encoding, whose characters these are not.
      throw new MalformedJsonException(1, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a tree in UTF-8, maps in their own order.
   *
   * @param pretty two spaces of indent, one entry a line, and a line end after the document
   * @throws NotJsonException if it holds what JSON has no form for; a {@link alchemy.Secret} is
   *     such
   */
  public static byte[] write(Object tree, boolean pretty) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      if (pretty) {
        generator.setPrettyPrinter(layout());
      }
      value(generator, tree);
      if (pretty) {
        generator.writeRaw('\n');
      }
    } catch (JsonProcessingException e) {
      throw new NotJsonException("a tree of more levels than a reader takes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Object document(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new MalformedJsonException(1, 1);
    }
    Object tree = value(parser);
    if (parser.nextToken() != null) {
      JsonLocation at = parser.currentTokenLocation();
      throw new MalformedJsonException(at.getLineNr(), at.getColumnNr());
    }
    return tree;
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("This is a bug in Alchemy for Java: " + token);
    };
  }

  private static Map<String, Object> map(JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static Object whole(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? bounded(parser, new BigDecimal(parser.getText()))
        : (Object) parser.getLongValue();
  }

  private static BigDecimal bounded(JsonParser parser, BigDecimal exact) {
    if (isTooLong(exact)) {
      JsonLocation at = parser.currentTokenLocation();
      throw new MalformedJsonException(at.getLineNr(), at.getColumnNr());
    }
    return exact;
  }

  private static boolean isTooLong(BigDecimal exact) {
    return Math.abs((long) exact.scale()) > MOST_DIGITS || exact.precision() > MOST_DIGITS;
  }

  private static Object decimal(JsonParser parser) throws IOException {
    BigDecimal exact = bounded(parser, parser.getDecimalValue());
    double near = exact.doubleValue();
    return isExactly(near, exact) ? (Object) near : exact;
  }

  private static boolean isExactly(double near, BigDecimal exact) {
    return Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
  }

  private static void value(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof String text) {
      generator.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String name)) {
          throw new NotJsonException("a map whose key is no text");
        }
        generator.writeFieldName(name);
        value(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        value(generator, item);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Number number) {
      number(generator, number);
    } else {
      throw new NotJsonException("a " + value.getClass().getName());
    }
  }

  private static void number(JsonGenerator generator, Number number) throws IOException {
    // In the form that a reader would write again: 1.00 is read as 1.0, and 1E+30 as 1.0E30.
    if (number instanceof BigDecimal exact) {
      checkLength(exact);
      double near = exact.doubleValue();
      if (exact.scale() != 0 && isExactly(near, exact)) {
        generator.writeNumber(near);
      } else {
        generator.writeNumber(exact);
      }
    } else if (number instanceof BigInteger whole) {
      checkLength(new BigDecimal(whole));
      generator.writeNumber(whole);
    } else if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new NotJsonException("a number that is not finite");
      }
      // Through the text, so that a float 0.1f stays 0.1.
      double value = Double.parseDouble(number.toString());
      generator.writeNumber(value == 0 ? 0.0 : value); // -0.0 is read as 0.0
    } else {
      generator.writeNumber(number.longValue());
    }
  }

  private static void checkLength(BigDecimal exact) {
    if (isTooLong(exact)) {
      throw new NotJsonException("a number of more digits than a reader takes");
    }
  }

  private static DefaultPrettyPrinter layout() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter layout =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withRootSeparator(null));
    layout.indentObjectsWith(lines);
    layout.indentArraysWith(lines);
    return layout;
  }

  private static MalformedJsonException malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    // The parser's own message quotes the document, so it is dropped with its cause.
    return at == null
        ? new MalformedJsonException(1, 1)
        : new MalformedJsonException(at.getLineNr(), at.getColumnNr());
  }
}
