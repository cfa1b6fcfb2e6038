package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.http.ServiceException;
import alchemy.json.Records;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Volatile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes Hyperdrive configs: {@code /hyperdrive/configs}. Never replaced: all can be updated. */
final class HyperdriveProvider
    extends NamedProvider<HyperdriveProvider.Props, HyperdriveProvider.Outputs>
    implements Provider<HyperdriveProvider.Props, HyperdriveProvider.Outputs> {
  private static final String CONFIGS = "/hyperdrive/configs";
  private static final Duration DEFAULT_MAX_AGE = Duration.ofSeconds(60);
  private static final Duration DEFAULT_STALE = Duration.ofSeconds(15);
  // Credentials that were made a second ago may be refused for some more.
  private static final int ORIGIN_TRIES = 10;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
  private static final Set<String> TAKEN = Set.of("2017", "2007");
  private static final String NOT_YET = "Failed to connect to upstream database";

  record Props(
      String name,
      Secret origin,
      AccessToken access,
      Mtls mtls,
      @Default("true") Boolean caching,
      @Default("PT1M") Duration maxAge,
      @Default("PT15S") Duration staleWhileRevalidate,
      Integer originConnectionLimit,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId)
      implements Common {
    static final Props NOTHING =
        new Props(null, null, null, null, null, null, null, null, null, null, null);

    Map<String, Object> originBody() {
      Map<String, Object> body = Origin.parse(origin).body();
      if (access != null) {
        body.remove("port");
        body.put("access_client_id", access.clientId());
        if (access.clientSecret() != null) {
          body.put("access_client_secret", access.clientSecret().unencrypted());
        }
      }
      return body;
    }

    boolean isCachedLike(Props other) {
      return cachingBody().equals(other.cachingBody());
    }

    Map<String, Object> cachingBody() {
      if (Boolean.FALSE.equals(caching)) {
        return Map.of("disabled", true);
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("disabled", false);
      body.put("max_age", (maxAge == null ? DEFAULT_MAX_AGE : maxAge).toSeconds());
      body.put(
          "stale_while_revalidate",
          (staleWhileRevalidate == null ? DEFAULT_STALE : staleWhileRevalidate).toSeconds());
      return body;
    }
  }

  /** What lets Hyperdrive through Cloudflare Access. */
  record AccessToken(String clientId, Secret clientSecret) {}

  /** How the connection to the database is encrypted; certificates by their ids. */
  record Mtls(String caCertificate, String clientCertificate, String sslMode) {
    Map<String, Object> body() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("ca_certificate_id", caCertificate);
      body.put("mtls_certificate_id", clientCertificate);
      body.put("sslmode", sslMode);
      body.values().removeIf(Objects::isNull);
      return body;
    }
  }

  /**
   * @param modifiedAt when our last write changed it, by the service's clock
   * @param mtls whether we have set that, and not taken it away yet; null if it was never set
   */
  record Outputs(
      String id,
      @Volatile String name,
      Instant createdAt,
      @Volatile Instant modifiedAt,
      @Volatile Boolean mtls) {}

  @Override
  public String type() {
    return "cloudflare:Hyperdrive";
  }

  @Override
  public void check(Check check, Props wanted) {
    super.check(check, wanted);
    HyperdriveCheck.of(check, wanted);
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    CloudflareApi api = api(context, wanted);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name(context, wanted));
    body.put("origin", wanted.originBody());
    if (wanted.mtls() != null) {
      body.put("mtls", wanted.mtls().body());
    }
    if (!wanted.isCachedLike(Props.NOTHING)) {
      body.put("caching", wanted.cachingBody());
    }
    if (wanted.originConnectionLimit() != null) {
      body.put("origin_connection_limit", wanted.originConnectionLimit());
    }
    try {
      return saved(context, wanted, connected(context, () -> api.post(CONFIGS, body)));
    } catch (ServiceException e) {
      throw taken(context, wanted, e, "Hyperdrive", TAKEN, null);
    }
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return api(context, existing.props())
        .find(path(existing))
        .map(now -> HyperdriveAnswer.seen(now, existing.outputs()));
  }

  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return api(context, existing.props())
        .find(path(existing))
        .map(now -> HyperdriveAnswer.actual(context, now, existing.props(), existing.outputs()));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    String name = name(context, wanted);
    return api(context, wanted).list(CONFIGS).stream()
        .filter(each -> name.equals(each.text("name")))
        .map(each -> new Candidate(each.text("id"), each.time("created_on")))
        .toList();
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    CloudflareApi api = api(context, wanted);
    Props before = existing.props();
    Map<String, Object> body = new LinkedHashMap<>();
    Outputs known = existing.outputs();
    String recorded = known == null ? null : known.name();
    String name = name(context, wanted, recorded);
    // What was recorded and what was read may disagree; either may be what the service has.
    if (before == null || !name.equals(recorded) || !name.equals(name(context, before, recorded))) {
      body.put("name", name);
    }
    Map<String, Object> origin = changedOrigin(before, wanted);
    if (!origin.isEmpty()) {
      body.put("origin", origin);
    }
    if (before == null
        ? wanted.mtls() != null || mayHaveMtls(known)
        : !Objects.equals(wanted.mtls(), before.mtls())) {
      body.put("mtls", wanted.mtls() == null ? Map.of() : wanted.mtls().body());
    }
    if (before == null || !wanted.isCachedLike(before)) {
      body.put("caching", wanted.cachingBody());
    }
    Integer limit = wanted.originConnectionLimit();
    if (limit != null && (before == null || !limit.equals(before.originConnectionLimit()))) {
      body.put("origin_connection_limit", limit);
    }
    if (body.isEmpty()) {
      return HyperdriveAnswer.seen(api.get(path(existing)), known);
    }
    boolean had = before != null && before.mtls() != null;
    if (known != null && (had || wanted.mtls() != null)) {
      // Before it is sent, so that it can be taken away whatever becomes of this update.
      context.saved(existing.remoteId(), Map.of("mtls", true));
    }
    try {
      return saved(context, wanted, connected(context, () -> api.patch(path(existing), body)));
    } catch (ServiceException e) {
      throw body.containsKey("name")
          ? taken(context, wanted, e, "Hyperdrive", TAKEN, existing.remoteId())
          : e;
    }
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    api(context, existing.props()).delete(path(existing));
  }

  // This refusal did nothing, so that even a create may be sent again.
  private static Fields connected(Context context, Supplier<Fields> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (ServiceException e) {
        if (!e.getMessage().contains(NOT_YET) || attempt == ORIGIN_TRIES) {
          throw e;
        }
        context.progress("waiting until the database accepts the connection");
        context.pause(BETWEEN_TRIES);
      }
    }
  }

  // Where it is not known what is there, what was never set is left alone. What is there without
  // outputs is of a create of ours.
  private static boolean mayHaveMtls(Outputs known) {
    return known == null || Boolean.TRUE.equals(known.mtls());
  }

  private static Outputs saved(Context context, Props wanted, Fields config) {
    Outputs outputs = HyperdriveAnswer.written(config, wanted.mtls() != null);
    context.saved(outputs.id(), Records.encode(outputs));
    return outputs;
  }

  // Credentials can be changed by themselves; another place takes all of it.
  private static Map<String, Object> changedOrigin(Props before, Props wanted) {
    Map<String, Object> body = wanted.originBody();
    if (before == null || before.origin() == null) {
      return body;
    }
    Map<String, Object> changed = new LinkedHashMap<>(body);
    changed.entrySet().removeAll(before.originBody().entrySet());
    boolean sameDatabase =
        body.keySet().equals(before.originBody().keySet())
            && Set.of("scheme", "database", "user", "password").containsAll(changed.keySet());
    return sameDatabase ? changed : body;
  }

  private static String path(Existing<?, ?> existing) {
    return CONFIGS + "/" + Endpoint.encode(existing.remoteId());
  }
}
