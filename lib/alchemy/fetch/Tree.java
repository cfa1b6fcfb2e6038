package alchemy.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of npm's as a tree, as tolerant as npm: of a name that is there twice, the last counts. A
 * value that is not there, or is of another kind, reads as empty.
 */
record Tree(Object value) {
  private static final JsonFactory FACTORY = new JsonFactory();

  static Tree read(Path file) throws IOException {
    try (JsonParser parser = FACTORY.createParser(file.toFile())) {
      parser.nextToken();
      return new Tree(value(parser));
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      return fields;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser));
      }
      return elements;
    }
    JsonToken token = parser.currentToken();
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  boolean isObject() {
    return value instanceof Map;
  }

  Map<String, Tree> fields() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> fields.put((String) name, new Tree(each)));
    }
    return fields;
  }

  Tree at(String name) {
    return new Tree(value instanceof Map<?, ?> map ? map.get(name) : null);
  }

  String text() {
    return text("");
  }

  String text(String otherwise) {
    return value instanceof String text ? text : otherwise;
  }

  boolean isTrue() {
    return "true".equals(value);
  }

  List<String> texts() {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
