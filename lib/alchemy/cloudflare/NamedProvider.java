package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.ServiceException;
import alchemy.provider.Account;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.provider.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Makes what has an id, and a name that is unique in the account. */
abstract class NamedProvider<P extends Record & NamedProvider.Common, O extends Record>
    implements Provider<P, O> {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** What the properties of all of these have. */
  interface Common {
    String name();

    Secret apiToken();

    String accountId();
  }

  @Override
  public void check(Check check, P wanted) {
    CloudflareApi.check(check, access(wanted));
    if (wanted.name() != null && wanted.name().isBlank()) {
      check.fault("name", "is empty", "Leave the call out to get a generated one.");
    }
  }

  @Override
  public Optional<Account> account(Env env, P props) {
    return Optional.of(CloudflareApi.account(env, access(props)));
  }

  @Override
  public boolean uniqueName() {
    return true;
  }

  @Override
  public Duration settleTime(Context context) {
    return CloudflareApi.isLocal(context.env()) ? Duration.ZERO : SETTLE;
  }

  /** A generated name as the service takes it. */
  String generated(Context context) {
    return Names.fit(context.name());
  }

  final String name(Context context, P wanted) {
    return wanted.name() != null ? wanted.name() : generated(context);
  }

  /** The same of what is there already; what was taken over with its name keeps it as it is. */
  final String name(Context context, P wanted, String known) {
    boolean kept = wanted.name() == null && context.name().equals(known);
    return kept ? known : name(context, wanted);
  }

  /** The API with the resource's own credentials, where they are known. */
  static CloudflareApi api(Context context, Common props) {
    return CloudflareApi.of(context, access(props));
  }

  /**
   * A refusal as what it means. Some codes are said of more than a name that is taken; looking
   * tells them apart.
   *
   * @param own the id of the one that was to be changed; null if one was to be made
   */
  final RuntimeException taken(
      Context context, P wanted, ServiceException e, String label, Set<String> codes, String own) {
    if (!codes.contains(e.code())) {
      return e;
    }
    return find(context, wanted).stream()
        .map(Candidate::remoteId)
        .filter(id -> !id.equals(own))
        .findFirst()
        .<RuntimeException>map(
            id -> new NameTakenException(context, label, name(context, wanted), id, e))
        .orElse(e);
  }

  private static Access access(Common props) {
    return props == null ? Access.ENVIRONMENT : new Access(props.apiToken(), props.accountId());
  }
}
