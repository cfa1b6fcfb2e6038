package alchemy.cli;

import java.util.List;

/** Which word somebody may have meant. */
final class Spelling {
  private static final int FARTHEST = 2;

  private Spelling() {}

  /** The first word that is at most two letters away; null if none is. */
  static String nearest(String word, List<String> known) {
    return known.stream().filter(each -> distance(word, each) <= FARTHEST).findFirst().orElse(null);
  }

  /** How many letters have to be added, taken away or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
