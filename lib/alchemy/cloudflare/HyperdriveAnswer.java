package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.cloudflare.HyperdriveProvider.AccessToken;
import alchemy.cloudflare.HyperdriveProvider.Mtls;
import alchemy.cloudflare.HyperdriveProvider.Outputs;
import alchemy.cloudflare.HyperdriveProvider.Props;
import alchemy.http.Fields;
import alchemy.provider.Actual;
import alchemy.provider.Context;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads the service's word about a config. The password is never in it, so that the time of the
 * last change is what tells whether somebody else may have set another one.
 */
final class HyperdriveAnswer {
  private HyperdriveAnswer() {}

  /** The outputs of a config that we have just written. */
  static Outputs written(Fields config, Boolean mtls) {
    return new Outputs(
        config.text("id"),
        config.text("name"),
        config.time("created_on"),
        config.time("modified_on"),
        Boolean.TRUE.equals(mtls) ? true : null);
  }

  /** The outputs of a config that was only read: our last write stays the one that was recorded. */
  static Outputs seen(Fields config, Outputs known) {
    Outputs now = written(config, known == null ? null : known.mtls());
    return known == null || known.modifiedAt() == null
        ? now
        : new Outputs(now.id(), now.name(), now.createdAt(), known.modifiedAt(), now.mtls());
  }

  static Actual<Props, Outputs> actual(
      Context context, Fields config, Props knownProps, Outputs known) {
    Instant now = config.time("modified_on");
    boolean ours = known == null || known.modifiedAt() == null || known.modifiedAt().equals(now);
    return new Actual<>(seen(config, known), props(context, config, knownProps), ours ? null : now);
  }

  private static Props props(Context context, Fields config, Props known) {
    Props set = known == null ? Props.NOTHING : known;
    Fields caching = config.at("caching");
    boolean disabled =
        caching.isPresent() ? caching.flag("disabled") : Boolean.FALSE.equals(set.caching());
    Long limit = config.number("origin_connection_limit");
    // What the script never set is not its to manage; the service has a limit of its own.
    boolean limited = limit != null && (known == null || known.originConnectionLimit() != null);
    return new Props(
        Names.property(config.text("name"), set.name(), context),
        origin(config.at("origin"), set.origin()),
        access(config.at("origin").text("access_client_id"), set.access()),
        mtls(config.at("mtls")),
        !disabled,
        seconds(caching, "max_age", set.maxAge()),
        seconds(caching, "stale_while_revalidate", set.staleWhileRevalidate()),
        limited ? Integer.valueOf(limit.intValue()) : null,
        set.delete(),
        set.apiToken(),
        set.accountId());
  }

  // Ages are not told while caching is off.
  private static Duration seconds(Fields caching, String field, Duration set) {
    Duration told = Seconds.of(caching, field);
    return told == null ? set : told;
  }

  private static AccessToken access(String clientId, AccessToken known) {
    return clientId == null
        ? null
        : new AccessToken(clientId, known == null ? null : known.clientSecret());
  }

  private static Mtls mtls(Fields told) {
    Mtls mtls =
        new Mtls(
            told.text("ca_certificate_id"), told.text("mtls_certificate_id"), told.text("sslmode"));
    return mtls.body().isEmpty() ? null : mtls;
  }

  private static Secret origin(Fields told, Secret known) {
    if (known == null) {
      return null;
    }
    Origin recorded = Origin.parse(known);
    Origin now = recorded.as(told);
    return now.equals(recorded) ? known : now.url();
  }
}
