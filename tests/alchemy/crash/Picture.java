package alchemy.crash;

import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.state.Row;
import alchemy.state.Sealed;
import alchemy.state.StageState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All of a cloud and of a stage's state as lines of text, in which what is drawn by chance (ids,
 * passwords, times) stands as the name of the row that it belongs to. So two are equal if both runs
 * came to the same, and whatever no row knows of sticks out.
 */
record Picture(List<String> lines) {
  // Drawn by the services at each make or upload.
  private static final Set<String> DRAWN =
      Set.of("etag", "tag", "deploymentId", "user", "databaseName");

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z";

  static Picture of(TestCloud cloud, StageState state) throws IOException {
    List<String> lines = new ArrayList<>(ofCloud(cloud));
    for (Row each : state.rows().values()) {
      lines.add("row " + text(each));
    }
    lines.add("outputs " + text(state.outputs()));
    Map<String, String> names = names(state);
    lines.replaceAll(line -> named(line, names));
    lines.sort(Comparator.naturalOrder());
    return new Picture(List.copyOf(lines));
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  /** What is in the cloud; a database's own default connection comes and goes with it. */
  static List<String> ofCloud(TestCloud cloud) throws IOException {
    List<String> lines = new ArrayList<>();
    Api prisma = cloud.prisma();
    for (Map<?, ?> each : prisma.get("/v1/projects").<List<Map<?, ?>>>at("data")) {
      lines.add("project " + each.get("id") + " " + each.get("name"));
    }
    List<Object> defaults = new ArrayList<>();
    for (Map<?, ?> each : prisma.get("/v1/databases").<List<Map<?, ?>>>at("data")) {
      defaults.add(each.get("defaultConnectionId"));
      lines.add(
          "database %s %s in %s of %s"
              .formatted(
                  each.get("id"),
                  each.get("name"),
                  ((Map<?, ?>) each.get("region")).get("id"),
                  ((Map<?, ?>) each.get("project")).get("id")));
    }
    for (Map<?, ?> each : prisma.get("/v1/connections").<List<Map<?, ?>>>at("data")) {
      if (!defaults.contains(each.get("id"))) {
        lines.add(
            "connection %s %s of %s"
                .formatted(
                    each.get("id"),
                    each.get("name"),
                    ((Map<?, ?>) each.get("database")).get("id")));
      }
    }
    Api cloudflare = cloud.cloudflare();
    for (Map<?, ?> each : cloudflare.get("/hyperdrive/configs").<List<Map<?, ?>>>at("result")) {
      Map<Object, Object> config = new TreeMap<>(each);
      config.keySet().removeAll(Set.of("created_on", "modified_on"));
      lines.add("hyperdrive " + config);
    }
    for (Map<?, ?> each : cloudflare.get("/workers/scripts").<List<Map<?, ?>>>at("result")) {
      String script = "/workers/scripts/" + each.get("id");
      Map<?, ?> told = cloudflare.get(script + "/settings").at("result");
      Map<Object, Object> settings = new TreeMap<>(told);
      // No list and an empty one are one and the same.
      settings.values().removeIf(value -> value == null || value.equals(List.of()));
      lines.add(
          "worker %s %s %s %s %s"
              .formatted(
                  each.get("id"),
                  settings,
                  cloudflare.get(script + "/subdomain").at("result", "enabled").toString(),
                  cloudflare.get(script + "/schedules").at("result", "schedules").toString(),
                  each.get("etag") != null));
    }
    return lines;
  }

  private static String text(Row row) {
    return "%s: %s %s at %s, %s = %s, delete %s, from %s, declared %s\n    %s\n    %s\n    %s"
        .formatted(
            row.key(),
            row.type(),
            row.status(),
            row.place(),
            row.name(),
            row.remoteId(),
            row.delete(),
            row.dependencies(),
            row.line(),
            text(row.props()),
            row.intended() == null ? "-" : text(row.intended()),
            outputs(row.outputs()));
  }

  private static String outputs(Map<String, Object> outputs) {
    Map<String, Object> shown = new TreeMap<>(outputs);
    shown.replaceAll((name, value) -> DRAWN.contains(name) && value != null ? "(drawn)" : value);
    return text(shown);
  }

  private static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .entrySet().stream()
              .map(each -> each.getKey() + "=" + text(each.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Picture::text).toList().toString();
    }
    return value instanceof Sealed ? "(sealed)" : String.valueOf(value);
  }

  private static Map<String, String> names(StageState state) {
    // The longest first, since one may be a part of another.
    Map<String, String> names =
        new TreeMap<>(
            Comparator.comparing(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    names.put(state.instanceId(), "(instance id)");
    names.put(state.instance(), "(instance)");
    for (Row each : state.rows().values()) {
      // A Worker's id is its name, which is not drawn.
      if (each.remoteId() != null && !each.remoteId().equals(each.name())) {
        names.put(each.remoteId(), "(" + each.key() + ")");
      }
      for (String output : DRAWN) {
        if (each.outputs().get(output) instanceof String text && each.type().startsWith("prisma")) {
          names.put(text, "(" + output + " of " + each.key() + ")");
        }
      }
    }
    return names;
  }

  private static String named(String line, Map<String, String> names) {
    String named = line;
    for (Map.Entry<String, String> each : names.entrySet()) {
      named = named.replace(each.getKey(), each.getValue());
    }
    return named.replaceAll(TIME, "(time)");
  }
}
