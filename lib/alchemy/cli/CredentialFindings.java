package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.http.JsonClient;
import alchemy.http.ServiceException;
import alchemy.http.UnreachableException;
import alchemy.profile.Entry;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code doctor} says of credentials: where each is from, and whom it leads to. */
final class CredentialFindings {
  private static final String GROUP = "Credentials";
  private static final long LONGEST_SECONDS = 5;

  private final Environment files;
  private final SignedIn profile;
  private final Env env;
  private final boolean offline;

  /**
   * For a run.
   *
   * @param offline true if no service is asked
   */
  CredentialFindings(Environment files, SignedIn profile, boolean offline) {
    this.files = files;
    this.profile = profile;
    this.env = files.before(profile);
    this.offline = offline;
  }

  /** Looks, asking the services side by side. */
  List<Finding> all() {
    Map<Service, CompletableFuture<Finding>> tokens =
        Stream.of(Service.values())
            .collect(
                Collectors.toMap(
                    each -> each, each -> CompletableFuture.supplyAsync(() -> token(each))));
    List<Finding> all = new ArrayList<>();
    for (Service each : Service.values()) {
      all.add(tokens.get(each).join());
    }
    source(Service.ACCOUNT)
        .ifPresent(
            from ->
                all.add(Finding.ok(GROUP, Service.ACCOUNT, from + env.get(Service.ACCOUNT, ""))));
    all.add(
        source(SignedIn.PASSWORD)
            .map(from -> Finding.ok(GROUP, SignedIn.PASSWORD, from + "set"))
            .orElse(
                Finding.missing(
                    GROUP,
                    SignedIn.PASSWORD,
                    "not set; needed once the script yields a secret",
                    "alchemy configure")));
    return all;
  }

  private Finding token(Service service) {
    try {
      Optional<String> source = source(service.token);
      if (source.isEmpty()) {
        return Finding.missing(
            GROUP, service.token, "not set" + elsewhere(service), "alchemy login " + service);
      }
      String known = profile.entry(service.token, files).map(Entry::leadsTo).orElse("set");
      return offline
          ? Finding.ok(GROUP, service.token, source.get() + known)
          : asked(service, source.get());
    } catch (AlchemyException e) {
      return Finding.broken(GROUP, service.token, e);
    }
  }

  private Finding asked(Service service, String source) {
    try {
      List<Place> places =
          CompletableFuture.supplyAsync(() -> service.reached(env, new JsonClient()))
              .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
              .join();
      return Finding.ok(GROUP, service.token, source + label(places));
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refused && !refused.isClear()
          || e.getCause() instanceof UnreachableException
          || e.getCause() instanceof TimeoutException) {
        return Finding.missing(
            GROUP,
            service.token,
            source + service.title + " does not answer now",
            "try again later");
      }
      if (e.getCause() instanceof AlchemyException known) {
        return Finding.broken(GROUP, service.token, known);
      }
      throw e;
    }
  }

  private static String label(List<Place> places) {
    return places.stream().map(Place::label).collect(Collectors.joining(", "));
  }

  // As ".env: ", to be put before what it is.
  private Optional<String> source(String variable) {
    return files
        .source(variable)
        .or(() -> profile.entry(variable, files).map(any -> "profile " + profile.name()))
        .map(from -> from + ": ");
  }

  private String elsewhere(Service service) {
    return profile
        .profile()
        .flatMap(each -> each.entry(service.token))
        .map(Entry::place)
        .map(place -> "; that of profile " + profile.name() + " is for " + place)
        .orElse("");
  }
}
