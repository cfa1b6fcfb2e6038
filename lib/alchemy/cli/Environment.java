package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.Backend;
import alchemy.files.EnvText;
import alchemy.provider.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Variables by precedence: the process's own, then {@code --env-file}, then {@code .env} beside the
 * script, then the profile. What decides where requests go, or where state lies, is taken from the
 * process alone, so that a file in somebody's folder cannot send a token elsewhere.
 */
final class Environment implements Env {
  private static final Set<String> PROCESS_ONLY =
      Set.of(
          "PRISMA_API_BASE_URL",
          "CLOUDFLARE_API_BASE_URL",
          "ALCHEMY_STATE",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY");

  private final Map<String, String> process;
  private final Map<String, Map<String, String>> files;

  private Environment(Map<String, String> process, Map<String, Map<String, String>> files) {
    this.process = process;
    this.files = files;
  }

  /**
   * Reads the files.
   *
   * @param given the file of {@code --env-file}; null if none
   * @param root the script's folder
   * @throws UsageException if the given file is not there, or a line of a file is none
   */
  static Environment of(Map<String, String> process, Path given, Path root) {
    Path beside = root.resolve(".env");
    if (given != null && !Files.isRegularFile(given)) {
      throw new UsageException("There is no such --env-file.", given.toString());
    }
    Map<String, Map<String, String>> files = new LinkedHashMap<>();
    if (given != null) {
      files.put("--env-file", read(given));
    }
    if (Files.isRegularFile(beside)) {
      files.put(".env", read(beside));
    }
    return new Environment(process, files).knowingSecrets();
  }

  /** With a profile behind all others. */
  Env before(SignedIn profile) {
    return name -> find(name).or(() -> profile.find(name, this));
  }

  /** Where a variable is from: {@code the environment}, {@code --env-file} or {@code .env}. */
  Optional<String> source(String name) {
    return present(process.get(name)).isPresent()
        ? Optional.of("the environment")
        : files.entrySet().stream()
            .filter(
                each -> !isOfProcessOnly(name) && present(each.getValue().get(name)).isPresent())
            .map(Map.Entry::getKey)
            .findFirst();
  }

  @Override
  public Optional<String> find(String name) {
    Optional<String> own = present(process.get(name));
    if (own.isEmpty() && name.equals(Backend.VARIABLE)) {
      checkNoFileHasIt(name);
    }
    if (own.isPresent() || isOfProcessOnly(name)) {
      return own;
    }
    return files.values().stream().flatMap(each -> present(each.get(name)).stream()).findFirst();
  }

  // Without a word, the run would go on with files, and make everything twice.
  private void checkNoFileHasIt(String name) {
    for (Map.Entry<String, Map<String, String>> each : files.entrySet()) {
      if (present(each.getValue().get(name)).isPresent()) {
        throw new UsageException(
            name + " stands in " + each.getKey() + ", from where it is not taken.",
            "Where state is, is up to the process's own environment. Set it there:",
            "    export " + name + "=URL");
      }
    }
  }

  private static boolean isOfProcessOnly(String name) {
    return PROCESS_ONLY.contains(name.toUpperCase(Locale.ROOT));
  }

  // A script may tell one of these before anything of ours has used it.
  private Environment knowingSecrets() {
    process.forEach(Environment::know);
    files.values().forEach(each -> each.forEach(Environment::know));
    return this;
  }

  private static void know(String name, String value) {
    if (name.startsWith("PRISMA_SERVICE_TOKEN")
        || name.equals("CLOUDFLARE_API_TOKEN")
        || name.equals("ALCHEMY_PASSWORD")
        || name.equals("ALCHEMY_NEW_PASSWORD")
        || name.equals("ALCHEMY_STATE") && value.contains("@")) {
      Secret.ofVariable(name, value);
    }
  }

  private static Optional<String> present(String value) {
    return Optional.ofNullable(value).filter(each -> !each.isBlank());
  }

  private static Map<String, String> read(Path file) {
    try {
      return parse(Files.readString(file), file);
    } catch (IOException e) {
      throw new UsageException(
          "An environment file cannot be read.", file.toString(), String.valueOf(e.getMessage()));
    }
  }

  static Map<String, String> parse(String text, Path file) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (EnvText.Entry each : EnvText.of(text).entries()) {
      // The line itself is not shown: it may hold a secret.
      if (each.name() == null) {
        throw new UsageException(
            "An environment file has a line that is no NAME=value.", file + ":" + each.line());
      }
      if (each.value() == null) {
        throw new UsageException("A value has no closing quote.", file + ":" + each.line());
      }
      variables.put(each.name(), each.value());
    }
    return variables;
  }
}
