package alchemy.contract;

import alchemy.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request and its answer, as a local cloud recorded them; secrets are masked. */
record Exchange(Map<?, ?> line) {
  String method() {
    return text("method");
  }

  String path() {
    return text("path");
  }

  String agent() {
    return text("agent");
  }

  /** The body's content type. */
  String type() {
    return text("type");
  }

  String answerType() {
    return text("answerType");
  }

  /** 0 if a test stood in for the service. */
  int status() {
    return ((Number) line.get("status")).intValue();
  }

  Object body() {
    return line.get("body");
  }

  Object answer() {
    return line.get("answer");
  }

  /** Whether one of our providers asked. */
  boolean ours() {
    return agent().equals(Request.AGENT);
  }

  /** Whether the service itself answered, and not a fault that was asked for. */
  boolean answered() {
    return status() != 0 && !Boolean.TRUE.equals(line.get("fault"));
  }

  boolean unreadable() {
    return line.get("unreadable") != null;
  }

  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    ((Map<?, ?>) line.get("query"))
        .forEach((name, value) -> query.put(name.toString(), value.toString()));
    return query;
  }

  /** The parts of a form that are JSON; of the others it counts only that they are there. */
  Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    if (body() instanceof List<?> parts) {
      for (Object each : parts) {
        Map<?, ?> part = (Map<?, ?>) each;
        if (part.containsKey("json")) {
          form.put(part.get("name").toString(), part.get("json"));
        }
      }
    }
    return form;
  }

  private String text(String name) {
    Object value = line.get(name);
    return value == null ? "" : value.toString();
  }
}
