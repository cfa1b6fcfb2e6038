package alchemy.cloudflare;

import alchemy.provider.Context;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Generated names as the service takes them. */
final class Names {
  // A Worker's name is a label of a host name.
  static final int LONGEST = 63;
  private static final int TAIL = 9;

  private Names() {}

  /** A name that the service tells, as a property: null where it is the generated one. */
  static String property(String told, String set, Context context) {
    boolean generated = set == null && fit(context.name()).equals(told);
    return generated || told == null ? set : told;
  }

  /** A generated name in lower case, cut to the limit and kept apart by a hash. */
  static String fit(String generated) {
    String name = generated.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    if (name.length() <= LONGEST) {
      return name;
    }
    String hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    return name.substring(0, LONGEST - TAIL) + "-" + hash.substring(0, TAIL - 1);
  }
}
