package alchemy.files;

import alchemy.Secret;
import alchemy.json.Records;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import alchemy.state.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes variables into a file, beside whatever others wrote there. A line is taken away only as
 * long as it says what was written; the file, if nothing is left and it was not there before.
 */
public final class EnvFileProvider
    implements Provider<EnvFileProvider.Props, EnvFileProvider.Outputs> {
  /** The kind. */
  public static final String TYPE = "alchemy:EnvFile";

  static final String UNSPELLABLE = "has quotes and signs that no spelling keeps for every reader";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  // What dotenv-expand, which Vite and Astro use, takes for a variable.
  private static final Pattern EXPANDED = Pattern.compile("\\$[A-Za-z_{]|\\\\\\$");

  /**
   * What is set.
   *
   * @param name the path, relative to the script's folder; called so since it is unique
   * @param values texts and secrets, by variable
   */
  public record Props(@Replaces String name, @Default("{}") Map<String, Object> values) {}

  /**
   * What is recorded.
   *
   * @param values as they were written
   * @param made true if the file was not there before
   */
  public record Outputs(String id, Map<String, Object> values, Boolean made) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void check(Check check, Props wanted) {
    if (wanted.name() != null) {
      if (wanted.name().isBlank() || Path.of(wanted.name()).isAbsolute()) {
        check.fault("name", "is no relative path", "It starts at the script's folder.");
      } else {
        Path file = check.root().resolve(wanted.name());
        blocked(file).ifPresent(problem -> check.fault("name", problem, "Name another file."));
      }
    }
    values(wanted.values())
        .forEach(
            (name, value) -> {
              if (!VARIABLE.matcher(name).matches()) {
                check.fault(
                    "values", "have \"" + name + "\", which no shell takes for a name", null);
              }
              if (value != null && EnvText.spelled(value).isEmpty()) {
                check.fault("values." + name, UNSPELLABLE, "Encode it, as in Base64.");
              }
            });
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    return write(context, wanted, null);
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    return write(context, wanted, existing.outputs());
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return text(context, existing.remoteId())
        .map(
            any ->
                existing.outputs() == null
                    ? new Outputs(existing.remoteId(), null, false)
                    : existing.outputs());
  }

  /** With the values that are in the file now, of those that were written. */
  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return text(context, existing.remoteId())
        .map(
            text -> {
              Map<String, String> there = text.values();
              Map<String, Object> known = new LinkedHashMap<>();
              Map<String, Object> written =
                  existing.props() == null ? null : existing.props().values();
              (written == null ? Map.<String, Object>of() : written)
                  .forEach(
                      (name, value) -> {
                        String now = there.get(name);
                        if (now != null) {
                          boolean secret = value instanceof Secret && !now.contains("Secret(***)");
                          known.put(name, secret ? Secret.of(now) : now);
                        }
                      });
              return new Actual<>(
                  existing.outputs() == null
                      ? new Outputs(existing.remoteId(), null, false)
                      : existing.outputs(),
                  new Props(existing.remoteId(), known),
                  null);
            });
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    return List.of(); // writing it again does no harm
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    Optional<EnvText> there = text(context, existing.remoteId());
    if (there.isEmpty()) {
      return;
    }
    Outputs outputs = existing.outputs();
    if (outputs == null || outputs.values() == null) {
      context.note("What was written into " + existing.remoteId() + " cannot be told, and stays.");
      return;
    }
    EnvText left = there.get();
    for (Map.Entry<String, String> each : values(outputs.values()).entrySet()) {
      left = without(left, each.getKey(), each.getValue());
    }
    Path file = context.root().resolve(existing.remoteId());
    try {
      if (Boolean.TRUE.equals(outputs.made()) && left.toString().isBlank()) {
        Files.delete(file);
      } else if (!left.toString().equals(there.get().toString())) {
        replace(file, left);
      }
    } catch (IOException e) {
      throw new EnvFileUnusableException(existing.remoteId(), e);
    }
  }

  @Override
  public boolean uniqueName() {
    return true;
  }

  @Override
  public boolean isAtHand() {
    return true;
  }

  @Override
  public Duration settleTime(Context context) {
    return Duration.ZERO;
  }

  private static Outputs write(Context context, Props wanted, Outputs known) {
    String path = wanted.name();
    Optional<EnvText> there = text(context, path);
    Map<String, String> before = values(known == null ? null : known.values());
    Map<String, String> values = values(wanted.values());
    EnvText text = there.orElse(EnvText.of(""));
    for (Map.Entry<String, String> each : before.entrySet()) {
      if (!values.containsKey(each.getKey())) {
        text = without(text, each.getKey(), each.getValue());
      }
    }
    for (Map.Entry<String, String> each : values.entrySet()) {
      String name = each.getKey();
      String now = text.values().get(name);
      if (EnvText.spelled(each.getValue()).isEmpty()) {
        throw new EnvValueException(path, name);
      }
      if (now != null && !before.containsKey(name) && !now.equals(each.getValue())) {
        context.note(name + " was set in " + path + " to something else, which is replaced");
      }
      if (EXPANDED.matcher(each.getValue()).find()) {
        context.note(
            name + " holds a $, which Vite and Astro take for a variable's; a URL has %24");
      }
      text = text.with(name, each.getValue());
    }
    boolean made = there.isEmpty() || known != null && Boolean.TRUE.equals(known.made());
    Outputs outputs = new Outputs(path, wanted.values(), made);
    // First, since what a run that ends here wrote could not be told from what others did.
    context.saved(path, Records.encode(outputs));
    Path file = context.root().resolve(path);
    try {
      replace(file, text);
    } catch (IOException e) {
      throw new EnvFileUnusableException(path, e);
    }
    GitLook.warning(file).ifPresent(context::note);
    return outputs;
  }

  private static EnvText without(EnvText text, String name, String value) {
    return value.equals(text.values().get(name)) ? text.without(name) : text;
  }

  private static Optional<EnvText> text(Context context, String path) {
    Path file = context.root().resolve(path);
    blocked(file)
        .ifPresent(
            problem -> {
              throw new EnvFileBlockedException(path, problem);
            });
    try {
      return Files.exists(file)
          ? Optional.of(EnvText.of(Files.readString(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new EnvFileUnusableException(path, e);
    }
  }

  private static Optional<String> blocked(Path file) {
    if (Files.isSymbolicLink(file)) {
      return Optional.of("is a link to another file");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      return Optional.of("is no file");
    }
    Path folder = file.toAbsolutePath().getParent();
    return Files.isDirectory(folder) ? Optional.empty() : Optional.of("lies in no folder");
  }

  private static void replace(Path file, EnvText text) throws IOException {
    AtomicFile.replaceOwnerOnly(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> values(Map<String, Object> given) {
    Map<String, String> values = new LinkedHashMap<>();
    if (given != null) {
      given.forEach(
          (name, value) ->
              values.put(
                  name, value instanceof Secret secret ? secret.unencrypted() : (String) value));
    }
    return values;
  }
}
