package alchemy.bundle;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a Worker is bundled, beyond what is the same for all.
 *
 * @param minify drop blanks and shorten local names; function and class names are kept
 * @param define expressions to replace, as {@code process.env.NODE_ENV} by {@code "production"} in
 *     JavaScript's notation; that one is set so unless given otherwise
 */
public record BundleOptions(boolean minify, Map<String, String> define) {
  private static final String MODE = "process.env.NODE_ENV";

  /** Copies the map, and adds what is defined by default. */
  public BundleOptions {
    Map<String, String> all = new TreeMap<>(define);
    all.putIfAbsent(MODE, "\"production\"");
    define = java.util.Collections.unmodifiableMap(all);
  }

  /** Readable, for production: the same for the local cloud and for a deploy. */
  public static BundleOptions standard() {
    return new BundleOptions(false, Map.of());
  }
}
