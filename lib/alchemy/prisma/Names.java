package alchemy.prisma;

import alchemy.provider.Check;
import alchemy.provider.Context;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** How long the service lets a name be. */
final class Names {
  private static final int TAIL = 9;

  private Names() {}

  static void check(Check check, String name, int shortest, int longest) {
    if (name != null && (name.length() < shortest || name.length() > longest || name.isBlank())) {
      check.fault(
          "name",
          "has " + name.length() + " characters",
          "Prisma takes names of " + shortest + " to " + longest + " characters.");
    }
  }

  /** A name that the service tells, as a property: null where it is the generated one. */
  static String property(String told, String set, Context context, int longest) {
    boolean generated = set == null && of(null, context, longest).equals(told);
    return generated || told == null ? set : told;
  }

  /** The name that was set, else the generated one, cut to the limit and kept apart by a hash. */
  static String of(String set, Context context, int longest) {
    if (set != null) {
      return set;
    }
    String name = context.name();
    if (name.length() <= longest) {
      return name;
    }
    String hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    return name.substring(0, longest - TAIL) + "-" + hash.substring(0, TAIL - 1);
  }
}
