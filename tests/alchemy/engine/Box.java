package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Account;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Child;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Env;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real, small service for the engine's tests: each box is a file in the folder that the variable
 * {@code BOXES} names, and each call is a line in {@code calls.log} beside them.
 */
public class Box implements Provider<Box.Props, Box.Outputs> {
  /** What a box is made with; {@code fails} names a call that the service refuses. */
  public record Props(
      String name,
      @Replaces @Default("small") String size,
      String content,
      Secret lock,
      String fails,
      @Policy Boolean delete) {}

  /** What the service answers. */
  public record Outputs(String id, String name, Secret key) {}

  /** A box of a service that refuses two of one name. */
  public static final class Unique extends Box {
    @Override
    public boolean uniqueName() {
      return true;
    }
  }

  /** A box whose service is asked before it is made, and what lives in it before it goes. */
  public static final class Asking extends Box {
    @Override
    public void verify(Context context, Props wanted) {
      log(context, "verify");
    }

    @Override
    public List<Child> children(Context context, Existing<Props, Outputs> existing) {
      log(context, "children");
      return super.children(context, existing);
    }
  }

  @Override
  public String type() {
    return "test:Box";
  }

  @Override
  public boolean holdsData() {
    return true;
  }

  @Override
  public Duration settleTime(Context context) {
    return Duration.ZERO;
  }

  @Override
  public void check(Check check, Props wanted) {
    if ("forbidden".equals(wanted.name())) {
      check.fault("name", "\"forbidden\" is not allowed", "Choose another one.");
    }
  }

  @Override
  public Optional<Account> account(Env env, Props props) {
    return env.find("BOX_PLACE")
        .map(
            place ->
                new Account() {
                  @Override
                  public String key() {
                    return place;
                  }

                  @Override
                  public Place place(alchemy.http.JsonClient http) {
                    return new Place(
                        place.startsWith("https:") ? place : "local " + place, "boxes of " + place);
                  }
                });
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    call(context, "create", wanted);
    String id = "box-" + UUID.randomUUID();
    write(context, id, wanted);
    Secret key = Secret.of("key-of-" + id);
    context.saved(id, Map.of("key", key));
    return new Outputs(id, name(context, wanted), key);
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    log(context, "read");
    Path box = folder(context).resolve(existing.remoteId());
    return Files.exists(box)
        ? Optional.of(new Outputs(existing.remoteId(), load(box).getProperty("name"), null))
        : Optional.empty();
  }

  /**
   * A lock cannot be read back; a box that holds the line {@code touched=TIME} was written by
   * somebody else then.
   */
  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return read(context, existing)
        .map(
            now -> {
              Properties box = load(folder(context).resolve(existing.remoteId()));
              Props known = existing.props();
              String name = box.getProperty("name");
              String touched = box.getProperty("touched");
              return new Actual<>(
                  new Outputs(
                      now.id(),
                      now.name(),
                      existing.outputs() == null ? null : existing.outputs().key()),
                  new Props(
                      name.equals(context.name()) ? null : name,
                      box.getProperty("size"),
                      box.getProperty("content"),
                      known == null ? null : known.lock(),
                      known == null ? null : known.fails(),
                      null),
                  touched == null ? null : Instant.parse(touched));
            });
  }

  /** The boxes that say that they lie in this one. */
  @Override
  public List<Child> children(Context context, Existing<Props, Outputs> existing) {
    try (Stream<Path> files = Files.list(folder(context))) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("box-"))
          .filter(each -> existing.remoteId().equals(load(each).getProperty("in")))
          .map(
              each ->
                  new Child(type(), each.getFileName().toString(), load(each).getProperty("name")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> adoptionCost() {
    return Optional.of("its key is made anew");
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    log(context, "find");
    try (Stream<Path> files = Files.list(folder(context))) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("box-"))
          .filter(each -> name(context, wanted).equals(load(each).getProperty("name")))
          .map(each -> new Candidate(each.getFileName().toString(), made(each)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    call(context, "update", wanted);
    // As a careful provider does: only what differs is sent.
    if (existing.props() == null
        || !Objects.equals(existing.props().content(), wanted.content())
        || !Objects.equals(existing.props().name(), wanted.name())) {
      write(context, existing.remoteId(), wanted);
    }
    Secret key =
        existing.outputs() == null || existing.outputs().key() == null
            ? Secret.of("new-key-of-" + existing.remoteId())
            : existing.outputs().key();
    return new Outputs(existing.remoteId(), name(context, wanted), key);
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    call(context, "delete", existing.props());
    try {
      Files.deleteIfExists(folder(context).resolve(existing.remoteId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant made(Path box) {
    try {
      return Files.getLastModifiedTime(box).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Context context, Props wanted) {
    return wanted.name() == null ? context.name() : wanted.name();
  }

  private static void call(Context context, String call, Props wanted) {
    log(context, call);
    if (wanted != null && call.equals(wanted.fails())) {
      throw new RefusedByBoxService(call);
    }
  }

  static final class RefusedByBoxService extends alchemy.AlchemyException {
    private static final long serialVersionUID = 1L;

    RefusedByBoxService(String call) {
      super("The box service refused.", call);
    }
  }

  private static void write(Context context, String id, Props wanted) {
    Properties box = new Properties();
    box.setProperty("name", name(context, wanted));
    if (wanted.size() != null) {
      box.setProperty("size", wanted.size());
    }
    if (wanted.content() != null) {
      box.setProperty("content", wanted.content());
    }
    try (var out = Files.newOutputStream(folder(context).resolve(id))) {
      box.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Properties load(Path box) {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(box)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static synchronized void log(Context context, String call) {
    try {
      Files.writeString(
          folder(context).resolve("calls.log"),
          call + " " + context.id() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Context context) {
    return Path.of(context.env().find("BOXES").orElseThrow());
  }
}
