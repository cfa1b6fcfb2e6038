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
import java.util.function.Supplier;
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
    Map<Service, CompletableFuture<Optional<Finding>>> tokens =
        Stream.of(Service.values())
            .collect(
                Collectors.toMap(
                    each -> each,
                    each ->
                        CompletableFuture.supplyAsync(
                            () -> looked(each.token, () -> Optional.of(token(each))))));
    List<Finding> all = new ArrayList<>();
    for (Service each : Service.values()) {
      tokens.get(each).join().ifPresent(all::add);
    }
    looked(
            Service.ACCOUNT,
            () ->
                source(Service.ACCOUNT)
                    .map(from -> ok(Service.ACCOUNT, from + env.get(Service.ACCOUNT, ""))))
        .ifPresent(all::add);
    looked(
            SignedIn.PASSWORD,
            () ->
                source(SignedIn.PASSWORD)
                    .map(from -> ok(SignedIn.PASSWORD, from + "set"))
                    .or(
                        () ->
                            Optional.of(
                                Finding.missing(
                                    GROUP,
                                    SignedIn.PASSWORD,
                                    "not set; needed once the script yields a secret",
                                    "alchemy configure"))))
        .ifPresent(all::add);
    return all;
  }

  private static Finding ok(String variable, String text) {
    return Finding.ok(GROUP, variable, text);
  }

  // A profile that cannot be opened says so of each, and leaves what is set elsewhere to be told.
  private static Optional<Finding> looked(String variable, Supplier<Optional<Finding>> look) {
    try {
      return look.get();
    } catch (AlchemyException e) {
      return Optional.of(Finding.broken(GROUP, variable, e));
    }
  }

  private Finding token(Service service) {
    Optional<String> source = source(service.token);
    if (source.isEmpty()) {
      return Finding.missing(
          GROUP, service.token, "not set" + elsewhere(service), "alchemy login " + service);
    }
    String known = profile.entry(service.token, files).map(Entry::leadsTo).orElse("set");
    return offline ? ok(service.token, source.get() + known) : asked(service, source.get());
  }

  private Finding asked(Service service, String source) {
    try {
      List<Place> places =
          CompletableFuture.supplyAsync(() -> service.reached(env, new JsonClient()))
              .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
              .join();
      return ok(service.token, source + label(places));
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
