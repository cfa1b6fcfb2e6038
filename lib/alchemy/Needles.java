package alchemy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds many texts in one; how long that takes depends on the one's length, not on how many they
 * are. Each is filed under eight characters of it that the fewest others are filed under, since
 * secrets begin and end alike, as connection strings do. Safe for use by several threads.
 */
final class Needles {
  /** The shortest text that can be found. */
  static final int SHORTEST = 8;

  // A text's hash is a sum of its characters times powers of this, so that it can be moved along.
  private static final int BASE = 31;
  private static final int GONE = (int) (923_521L * 923_521L); // to the power of eight, wrapped

  private record Needle(String text, int offset) {}

  /** Hears of what was found. */
  @FunctionalInterface
  interface Found {
    void at(String needle, int from);
  }

  private final Map<Integer, List<Needle>> filed = new ConcurrentHashMap<>();

  void add(String text) {
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int at = 0; at + SHORTEST <= text.length() && fewest > 0; at++) {
      int others = filed.getOrDefault(key(text, at), List.of()).size();
      if (others < fewest) {
        fewest = others;
        best = at;
      }
    }
    filed.merge(key(text, best), List.of(new Needle(text, best)), Needles::joined);
  }

  /** Tells of each place where one of them stands, overlapping ones included. */
  void find(String text, Found found) {
    if (filed.isEmpty()) {
      return;
    }
    int key = 0;
    for (int end = 1; end <= text.length(); end++) {
      int gone = end <= SHORTEST ? 0 : text.charAt(end - 1 - SHORTEST);
      key = key * BASE + text.charAt(end - 1) - gone * GONE;
      for (Needle each : end < SHORTEST ? List.<Needle>of() : filed.getOrDefault(key, List.of())) {
        int from = end - SHORTEST - each.offset;
        if (text.startsWith(each.text, from)) {
          found.at(each.text, from);
        }
      }
    }
  }

  private static int key(String text, int at) {
    return text.substring(at, at + SHORTEST).hashCode();
  }

  private static List<Needle> joined(List<Needle> some, List<Needle> more) {
    List<Needle> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
