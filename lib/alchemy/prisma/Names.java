package alchemy.prisma;

import alchemy.provider.Check;
import alchemy.provider.Context;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the service lets names and logical ids be. */
final class Names {
  private static final int TAIL = 9;
  private static final Pattern LOGICAL_ID = Pattern.compile("[a-z0-9][-_a-z0-9]*");

  private Names() {}

  static void check(Check check, String name, int shortest, int longest) {
    if (name != null && (name.length() < shortest || name.length() > longest || name.isBlank())) {
      check.fault(
          "name",
          "has " + name.length() + " characters",
          "Prisma takes names of " + shortest + " to " + longest + " characters.");
    }
  }

  static void checkLogicalId(Check check, String id) {
    if (id != null && !LOGICAL_ID.matcher(id).matches()) {
      check.fault(
          "logicalId",
          "\"" + id + "\" is not valid",
          "Use small letters, digits, - and _, and start with a letter or digit.");
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
