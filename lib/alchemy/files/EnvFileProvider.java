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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param earlier what else may be there, as long as a write is under way
   */
  public record Outputs(
      String id, Map<String, Object> values, Boolean made, List<Map<String, Object>> earlier) {}

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
        unwritable(file).ifPresent(problem -> check.fault("name", problem, "Name another file."));
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
        .map(any -> existing.outputs() == null ? unknown(existing.remoteId()) : existing.outputs());
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
                  existing.outputs() == null ? unknown(existing.remoteId()) : existing.outputs(),
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
    String path = existing.remoteId();
    Path file = context.root().resolve(path);
    Optional<String> foreign = blocked(file);
    if (foreign.isPresent()) {
      context.note(path + " " + foreign.get() + ", so it is not ours any more, and stays.");
    } else if (Files.exists(file)) {
      alone(context, path, () -> delete(context, file, existing));
    }
  }

  private static Outputs delete(Context context, Path file, Existing<Props, Outputs> existing)
      throws IOException {
    Optional<EnvText> there = text(context, existing.remoteId());
    Outputs outputs = existing.outputs();
    if (outputs == null || outputs.values() == null) {
      context.note("What was written into " + existing.remoteId() + " cannot be told, and stays.");
      return outputs;
    }
    EnvText left = without(there.orElse(EnvText.of("")), ours(outputs), Set.of());
    if (Boolean.TRUE.equals(outputs.made()) && left.toString().isBlank()) {
      Files.deleteIfExists(file);
    } else if (there.isPresent() && !left.toString().equals(there.get().toString())) {
      OneWriter.replace(context.root(), file, left);
    }
    return outputs;
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
    Path file = context.root().resolve(path);
    unwritable(file)
        .ifPresent(
            problem -> {
              throw new EnvFileBlockedException(path, problem);
            });
    Outputs outputs = alone(context, path, () -> write(context, file, wanted, known));
    GitLook.warning(file).ifPresent(context::note);
    return outputs;
  }

  private static Outputs write(Context context, Path file, Props wanted, Outputs known)
      throws IOException {
    String path = wanted.name();
    Optional<EnvText> there = text(context, path);
    List<Map<String, Object>> before = ours(known);
    Map<String, String> values = values(wanted.values());
    EnvText text = without(there.orElse(EnvText.of("")), before, values.keySet());
    for (Map.Entry<String, String> each : values.entrySet()) {
      String name = each.getKey();
      String now = text.values().get(name);
      if (EnvText.spelled(each.getValue()).isEmpty()) {
        throw new EnvValueException(path, name);
      }
      boolean isNew = before.stream().noneMatch(written -> written.containsKey(name));
      if (now != null && isNew && !now.equals(each.getValue())) {
        context.note(name + " was set in " + path + " to something else, which is replaced");
      }
      if (EXPANDED.matcher(each.getValue()).find()) {
        context.note(
            name + " holds a $, which Vite and Astro take for a variable's; a URL has %24");
      }
      text = text.with(name, each.getValue());
    }
    boolean made = there.isEmpty() || known != null && Boolean.TRUE.equals(known.made());
    // First, since what a run that ends here wrote could not be told from what others did; and with
    // what was there before, which is there still if the run ends before the file is replaced.
    context.saved(path, Records.encode(new Outputs(path, wanted.values(), made, before)));
    OneWriter.replace(context.root(), file, text);
    return new Outputs(path, wanted.values(), made, null);
  }

  private static Outputs alone(Context context, String path, OneWriter.Change<Outputs> change) {
    try {
      return OneWriter.alone(context.root(), change);
    } catch (IOException e) {
      throw new EnvFileUnusableException(path, e);
    }
  }

  private static Outputs unknown(String path) {
    return new Outputs(path, null, false, null);
  }

  /** All that we may have written there. */
  private static List<Map<String, Object>> ours(Outputs outputs) {
    List<Map<String, Object>> ours = new ArrayList<>();
    if (outputs != null && outputs.values() != null) {
      ours.add(outputs.values());
    }
    if (outputs != null && outputs.earlier() != null) {
      ours.addAll(outputs.earlier());
    }
    return ours;
  }

  private static EnvText without(
      EnvText text, List<Map<String, Object>> written, Set<String> kept) {
    for (Map<String, Object> values : written) {
      for (Map.Entry<String, String> each : values(values).entrySet()) {
        String name = each.getKey();
        if (!kept.contains(name) && each.getValue().equals(text.values().get(name))) {
          text = text.without(name);
        }
      }
    }
    return text;
  }

  /** The file's text; empty if it, or its folder, is not there. */
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
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)
        ? Optional.of("is no file")
        : Optional.empty();
  }

  private static Optional<String> unwritable(Path file) {
    return Files.isDirectory(file.toAbsolutePath().getParent())
        ? blocked(file)
        : Optional.of("lies in no folder");
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
