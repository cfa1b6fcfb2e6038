package alchemy.secrets;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An own resource that has secrets in every place: in properties and outputs, as secrets and inside
 * of plain texts, lists and maps. Its service is this process's memory.
 */
public final class Safe implements Provider<Safe.Props, Safe.Outputs> {
  private static final Map<String, Props> SERVICE = new ConcurrentHashMap<>();

  /**
   * Called in the middle of each create and update, when intent and partial outputs are written.
   */
  public static volatile Consumer<String> midway = call -> {};

  /** What a safe is made with; {@code fails} says in which way the service refuses. */
  public record Props(
      Secret lock,
      String label,
      List<Object> list,
      Map<String, Object> map,
      Inner inner,
      String fails,
      @Policy Secret token,
      @Policy Boolean delete) {}

  /** What is inside. */
  public record Inner(Secret lock, String label) {}

  /** What the service answers: secrets of its own. */
  public record Outputs(
      String id, Secret key, String url, Map<String, Object> map, List<Object> list, Inner inner) {}

  @Override
  public String type() {
    return "test:Safe";
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    fail(wanted, "create");
    String id = "safe-" + context.id();
    SERVICE.put(id, wanted);
    if (wanted.lock() == null) {
      return new Outputs(id, null, null, null, null, null);
    }
    Secret key = Secret.of("key/" + wanted.lock().unencrypted());
    context.progress("waiting for " + key.unencrypted());
    context.saved(id, Map.of("key", key, "url", "https://x/?key=" + key.unencrypted()));
    midway.accept("create");
    return outputs(id, wanted);
  }

  private static Outputs outputs(String id, Props wanted) {
    Secret key = Secret.of("key/" + wanted.lock().unencrypted());
    return new Outputs(
        id,
        key,
        "https://u:" + key.unencrypted() + "@x/",
        Map.of("deep", Map.of("key", key.unencrypted(), key.unencrypted(), "as a name")),
        List.of("plain", "list " + key.unencrypted(), key),
        new Inner(key, "in " + key.unencrypted()));
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return Optional.ofNullable(SERVICE.get(existing.remoteId()))
        .map(props -> outputs(existing.remoteId(), props));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    return new ArrayList<>();
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    midway.accept("update");
    fail(wanted, "update");
    SERVICE.put(existing.remoteId(), wanted);
    return outputs(existing.remoteId(), wanted);
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    fail(existing.props(), "delete");
    SERVICE.remove(existing.remoteId());
  }

  /** The ids of those that the service has. */
  public static Set<String> all() {
    return Set.copyOf(SERVICE.keySet());
  }

  private static void fail(Props wanted, String call) {
    String secret = wanted.lock() == null ? "" : wanted.lock().unencrypted();
    if ((call + " refused").equals(wanted.fails())) {
      throw new Refused(secret);
    }
    if ((call + " breaks").equals(wanted.fails())) {
      var cause = new IllegalArgumentException("deep inside: " + secret);
      var broken = new IllegalStateException("no such thing:\n" + secret + "\n(end)", cause);
      broken.addSuppressed(new IllegalStateException("closing " + secret));
      throw broken;
    }
  }

  private static final class Refused extends AlchemyException {
    private static final long serialVersionUID = 1L;

    Refused(String secret) {
      super(new IllegalStateException("caused by " + secret), "No.", "It is not " + secret + ".");
    }
  }
}
