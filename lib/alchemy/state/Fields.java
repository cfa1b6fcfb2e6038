package alchemy.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of one stored object, and names the one that is wrong. */
final class Fields {
  private final String where;
  private final Map<String, Object> fields;

  private Fields(String where, Map<String, Object> fields) {
    this.where = where;
    this.fields = fields;
  }

  static Fields of(String where, Object tree) throws BadFieldException {
    return new Fields(where, asMap(where, tree));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> asMap(String where, Object tree) throws BadFieldException {
    if (tree instanceof Map<?, ?> map) {
      // Only trees that were read from JSON come here, and their keys are texts.
      return (Map<String, Object>) map;
    }
    throw new BadFieldException(where, "is no object");
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  Object any(String name) {
    return fields.get(name);
  }

  String text(String name) throws BadFieldException {
    return required(name, textOrNull(name));
  }

  String textOrNull(String name) throws BadFieldException {
    return typed(name, String.class, "text");
  }

  long number(String name) throws BadFieldException {
    return required(name, typed(name, Long.class, "whole number"));
  }

  boolean truth(String name) throws BadFieldException {
    return required(name, typed(name, Boolean.class, "true or false"));
  }

  Instant instant(String name) throws BadFieldException {
    return required(name, instantOrNull(name));
  }

  Instant instantOrNull(String name) throws BadFieldException {
    String text = textOrNull(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BadFieldException(where + "." + name, "is no time");
    }
  }

  /** A map; empty if it is absent. */
  Map<String, Object> map(String name) throws BadFieldException {
    return has(name) ? asMap(where + "." + name, any(name)) : Map.of();
  }

  /** A list; empty if it is absent. */
  List<?> list(String name) throws BadFieldException {
    return has(name) ? typed(name, List.class, "list") : List.of();
  }

  /** A list of texts; empty if it is absent. */
  List<String> texts(String name) throws BadFieldException {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      if (!(each instanceof String text)) {
        throw new BadFieldException(where + "." + name, "is no list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  private <T> T typed(String name, Class<T> type, String kind) throws BadFieldException {
    Object value = fields.get(name);
    if (value != null && !type.isInstance(value)) {
      throw new BadFieldException(where + "." + name, "is no " + kind);
    }
    return type.cast(value);
  }

  private <T> T required(String name, T value) throws BadFieldException {
    if (value == null) {
      throw new BadFieldException(where + "." + name, "is missing");
    }
    return value;
  }
}
