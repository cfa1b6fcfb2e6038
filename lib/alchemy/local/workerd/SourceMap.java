package alchemy.local.workerd;

import alchemy.local.InvalidBodyException;
import alchemy.local.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the lines of a bundled module come from. Source: ECMA-426, "Source map format". */
final class SourceMap {
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  // Of each line: column, source, line and column there; ascending, all from 0.
  private final List<List<int[]>> lines = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final String mappings;
  private int at;

  private SourceMap(List<?> sources, String mappings) {
    for (var source : sources) {
      // Relative to a folder of the bundler's, of which nobody but it knows anything.
      this.sources.add(String.valueOf(source).replaceFirst("^(\\.\\./)+", ""));
    }
    this.mappings = mappings;
    decode();
  }

  /** Reads a map; what is none says nothing of any line. */
  static SourceMap of(byte[] json) {
    try {
      return Json.read(json) instanceof Map<?, ?> tree
              && tree.get("sources") instanceof List<?> sources
              && tree.get("mappings") instanceof String mappings
          ? new SourceMap(sources, mappings)
          : new SourceMap(List.of(), "");
    } catch (InvalidBodyException e) {
      // The Worker runs without a map; its lines are told as they are.
      return new SourceMap(List.of(), "");
    }
  }

  /** The place, as {@code src/worker.ts:3:7}, of a line and column that count from 1. */
  Optional<String> source(int line, int column) {
    int[] best = null;
    if (line > 0 && line <= lines.size()) {
      for (var each : lines.get(line - 1)) {
        best = each[0] < column ? each : best;
      }
    }
    return best == null || best[1] < 0 || best[1] >= sources.size()
        ? Optional.empty()
        : Optional.of(sources.get(best[1]) + ":" + (best[2] + 1) + ":" + (best[3] + 1));
  }

  // All but the column of the bundle count on from one segment to the next, over lines too.
  private void decode() {
    int[] now = new int[4];
    var line = new ArrayList<int[]>();
    lines.add(line);
    while (at < mappings.length()) {
      char next = mappings.charAt(at);
      if (next == ';') {
        line = new ArrayList<>();
        lines.add(line);
        now[0] = 0;
        at++;
      } else if (next == ',') {
        at++;
      } else {
        int fields = 0;
        for (; at < mappings.length() && DIGITS.indexOf(mappings.charAt(at)) >= 0; fields++) {
          int value = number();
          if (fields < now.length) {
            now[fields] += value;
          }
        }
        if (fields == 0) {
          return; // not a map
        } else if (fields >= now.length) {
          line.add(now.clone());
        }
      }
    }
  }

  // Five bits a digit, the lowest first; a sixth says that more follow, the lowest of all the sign.
  private int number() {
    int value = 0;
    for (int shift = 0; at < mappings.length(); shift += 5) {
      int digit = DIGITS.indexOf(mappings.charAt(at++));
      value |= (digit & 31) << shift;
      if ((digit & 32) == 0) {
        break;
      }
    }
    return (value & 1) == 1 ? -(value >>> 1) : value >>> 1;
  }
}
