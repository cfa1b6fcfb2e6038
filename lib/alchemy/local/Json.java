package alchemy.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON text, trees of maps, lists and plain values, and records: each to the other. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /**
   * Reads a tree.
   *
   * @throws InvalidBodyException if the text is not JSON
   */
  public static Object read(byte[] text) {
    try {
      return MAPPER.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidBodyException(
          at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a tree, without line breaks. */
  public static byte[] write(Object tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A tree as a record, or a record as a tree.
   *
   * @throws IllegalArgumentException if the tree has not the record's shape
   */
  public static <T> T convert(Object from, Class<T> type) {
    return MAPPER.convertValue(from, type);
  }
}
