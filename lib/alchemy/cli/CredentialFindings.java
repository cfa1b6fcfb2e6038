package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.http.JsonClient;
import alchemy.http.ServiceException;
import alchemy.http.UnreachableException;
import alchemy.profile.Entry;
import alchemy.provider.Account.Place;
import alchemy.provider.Env;
import java.util.List;
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
    List<CompletableFuture<Optional<Finding>>> looks =
        Stream.of(
                Service.PRISMA.token, Service.CLOUDFLARE.token, Service.ACCOUNT, SignedIn.PASSWORD)
            .map(each -> CompletableFuture.supplyAsync(() -> look(each)))
            .toList();
    return looks.stream().flatMap(each -> each.join().stream()).toList();
  }

  // A profile that cannot be opened says so of each, and leaves what is set elsewhere to be told.
  private Optional<Finding> look(String variable) {
    try {
      Service service = Service.of(variable);
      if (service != null && variable.equals(service.token)) {
        return Optional.of(token(service));
      }
      Optional<String> source = source(variable);
      if (service != null) {
        return source.map(from -> ok(variable, from + env.get(variable, "")));
      }
      return Optional.of(
          source
              .map(from -> ok(variable, from + "set"))
              .orElseGet(
                  () ->
                      Finding.missing(
                          GROUP,
                          variable,
                          "not set; needed once the script yields a secret",
                          "alchemy configure")));
    } catch (AlchemyException e) {
      return Optional.of(Finding.broken(GROUP, variable, e));
    }
  }

  private static Finding ok(String variable, String text) {
    return Finding.ok(GROUP, variable, text);
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
