package alchemy.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user told npm about registries, read as npm reads it: the environment ({@code
 * npm_config_…}, in any case) before the project's {@code .npmrc} before the user's own.
 *
 * <p>Its {@code toString} is Java's own, since it holds credentials.
 */
final class NpmConfig {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String PREFIX = "npm_config_";

  private final Map<String, String> values;

  private NpmConfig(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the configuration that holds in a folder.
   *
   * @param env the environment's variables
   * @param home the user's home folder
   * @param project a folder with or without an {@code .npmrc}
   */
  static NpmConfig read(Map<String, String> env, Path home, Path project) throws IOException {
    Map<String, String> fromEnv = new HashMap<>();
    env.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(PREFIX) && !value.isEmpty()) {
            // Names of scopes and registries hold characters that are no dashes; npm, too, maps
            // underscores to dashes only in plain option names.
            fromEnv.put(lower.substring(PREFIX.length()), value);
          }
        });
    Map<String, String> values = new HashMap<>();
    String userFile = fromEnv.get("userconfig");
    readFile(userFile == null ? home.resolve(".npmrc") : Path.of(userFile), env, values);
    readFile(project.resolve(".npmrc"), env, values);
    values.putAll(fromEnv);
    return new NpmConfig(values);
  }

  private static void readFile(Path file, Map<String, String> env, Map<String, String> into)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String trimmed = line.trim();
      int equals = trimmed.indexOf('=');
      if (equals > 0 && trimmed.charAt(0) != '#' && trimmed.charAt(0) != ';') {
        String value = trimmed.substring(equals + 1).trim();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
          value = value.substring(1, value.length() - 1);
        }
        into.put(trimmed.substring(0, equals).trim(), expand(value, env));
      }
    }
  }

  private static String expand(String value, Map<String, String> env) {
    Matcher matcher = VARIABLE.matcher(value);
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(env.getOrDefault(match.group(1), match.group())));
  }

  /** The registry that is named for a package, ending with a slash; empty if none is named. */
  Optional<URI> registry(String packageName) {
    String scoped =
        packageName.startsWith("@")
            ? values.get(packageName.substring(0, packageName.indexOf('/')) + ":registry")
            : null;
    String found = scoped != null ? scoped : values.get("registry");
    return Optional.ofNullable(found)
        .map(text -> URI.create(text.endsWith("/") ? text : text + "/"));
  }

  /**
   * The {@code Authorization} header for an address, if the user gave credentials for its host and
   * path, and the address is one where they may travel: encrypted, or this machine.
   */
  Optional<String> authorization(URI address) {
    boolean safe =
        "https".equals(address.getScheme())
            || List.of("127.0.0.1", "localhost", "[::1]").contains(address.getHost());
    if (!safe) {
      return Optional.empty();
    }
    // From the longest path to the bare host, as npm does: //host/a/b/, //host/a/, //host/
    String key = "//" + address.getRawAuthority() + address.getRawPath();
    for (int slash = key.lastIndexOf('/'); slash > 1; slash = key.lastIndexOf('/', slash - 1)) {
      String place = key.substring(0, slash + 1);
      String token = values.get(place + ":_authToken");
      if (token != null) {
        return Optional.of("Bearer " + token);
      }
      String basic = values.get(place + ":_auth");
      if (basic != null) {
        return Optional.of("Basic " + basic);
      }
    }
    return Optional.empty();
  }

  /** The proxy for an address, from npm's own settings, else the environment's. */
  Optional<URI> proxy(URI address, Map<String, String> env) {
    String scheme = address.getScheme();
    for (String rule : either(env, "no_proxy").split(",", -1)) {
      String host = rule.trim();
      if (host.equals("*")
          || (!host.isEmpty()
              && ("." + address.getHost()).endsWith("." + host.replaceFirst("^\\.", "")))) {
        return Optional.empty();
      }
    }
    String own = values.get(scheme.equals("https") ? "https-proxy" : "proxy");
    String text = own != null ? own : either(env, scheme + "_proxy");
    return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
  }

  private static String either(Map<String, String> env, String lower) {
    String value = env.getOrDefault(lower, "");
    return value.isEmpty() ? env.getOrDefault(lower.toUpperCase(Locale.ROOT), "") : value;
  }
}
