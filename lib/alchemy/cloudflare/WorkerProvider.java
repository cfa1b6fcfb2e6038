package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Beside;
import alchemy.http.Fields;
import alchemy.json.Records;
import alchemy.provider.Account;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Env;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import alchemy.provider.Volatile;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes Workers: {@code /workers/scripts}. A Worker's name is its id, and uploading overwrites
 * whatever has that name; so the name is looked up first, and ours carry a tag.
 */
final class WorkerProvider implements Provider<WorkerProvider.Props, WorkerProvider.Outputs> {
  static final String TYPE = "cloudflare:Worker";

  /** The newest compatibility date that the pinned local runtime has, too. */
  static final String NEWEST_DATE = "2026-11-01";

  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,62}");

  record Props(
      @Policy String main,
      @Policy String script,
      String code,
      @Replaces String name,
      @Default("{}") Map<String, Object> bindings,
      @Policy Boolean keepSecrets,
      String compatibilityDate,
      @Default("[]") List<String> compatibilityFlags,
      @Default("true") Boolean url,
      Boolean previews,
      @Default("[]") List<String> crons,
      @Default("[]") List<String> routes,
      @Default("[]") List<String> domains,
      @Policy String assetsFolder,
      String assets,
      @Default("{}") Map<String, Object> assetsConfig,
      @Default("false") Object observability,
      @Default("false") Boolean logpush,
      @Default("[]") List<String> tailConsumers,
      Map<String, Object> placement,
      Map<String, Object> limits,
      Object cache,
      @Policy String message,
      @Policy Boolean types,
      @Policy Boolean delete,
      @Policy Secret apiToken,
      @Policy String accountId) {
    static final Props NONE = Records.decode(Map.of(), Props.class, UnaryOperator.identity());

    Access access() {
      return new Access(apiToken, accountId);
    }

    boolean isUploadedLike(Props other) {
      return WorkerMetadata.uploaded(this).equals(WorkerMetadata.uploaded(other));
    }

    boolean isReachedLike(Props other) {
      return hasUrl() == other.hasUrl() && hasPreviews() == other.hasPreviews();
    }

    boolean isScheduledLike(Props other) {
      return schedules().equals(other.schedules());
    }

    List<String> schedules() {
      return crons == null ? List.of() : crons;
    }

    List<String> zoneRoutes() {
      return routes == null ? List.of() : routes;
    }

    List<String> customDomains() {
      return domains == null ? List.of() : domains;
    }

    boolean isRoutedLike(Props other) {
      return zoneRoutes().equals(other.zoneRoutes())
          && customDomains().equals(other.customDomains());
    }

    boolean hasUrl() {
      return !Boolean.FALSE.equals(url);
    }

    /** As it was set, else as long as there is a URL and the service allows it. */
    boolean hasPreviews() {
      return previews == null ? hasUrl() && classes().isEmpty() : previews;
    }

    /** Its own Durable Object classes, each with its former name or an empty text. */
    Map<String, String> classes() {
      return WorkerClasses.bound(bindings);
    }
  }

  record Outputs(
      String id,
      String name,
      @Volatile String url,
      Instant createdAt,
      @Volatile String compatibilityDate,
      String tag,
      @Volatile String etag,
      @Volatile String deploymentId,
      @Volatile List<String> classes,
      @Volatile String migrationTag,
      @Volatile Map<String, String> places) {
    /** Routes and custom domains; see {@link WorkerRoutes}. */
    Map<String, String> reached() {
      return places == null ? Map.of() : places;
    }

    Outputs at(Map<String, String> now) {
      return with(Collections.singletonMap("places", now.isEmpty() ? null : now));
    }

    static Outputs of(String name) {
      return Records.decode(
          Map.of("id", name, "name", name), Outputs.class, UnaryOperator.identity());
    }

    /** With some components of other values, by name. */
    Outputs with(Map<String, ?> others) {
      Map<String, Object> all = Records.encode(this);
      all.putAll(others);
      return Records.decode(all, Outputs.class, UnaryOperator.identity());
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void check(Check check, Props wanted) {
    CloudflareApi.check(check, wanted.access());
    if (wanted.main() == null && wanted.script() == null) {
      if (wanted.assetsFolder() == null) {
        check.fault(
            "main",
            "is not set",
            "Give it a file to start at, or .script(\"...\"), or only .assets(\"...\").");
      } else if (wanted.bindings() != null) {
        check.fault("bindings", "are set, and no program that has them", null);
      }
    }
    if (wanted.assetsFolder() != null) {
      WorkerAssets.check(check, wanted.assetsFolder());
      if (wanted.assetsConfig() != null) {
        WorkerAssets.check(check, wanted.assetsConfig());
      }
    }
    if (wanted.assetsFolder() == null) {
      WorkerAssets.checkNone(check, wanted);
    }
    WorkerRoutes.check(check, wanted);
    if (Boolean.TRUE.equals(wanted.previews()) && !wanted.classes().isEmpty()) {
      check.fault(
          "previews",
          "are on, and the service has none for a Worker with Durable Object classes of its own",
          "Leave out previews(true).");
    }
    if (wanted.main() != null && wanted.script() != null) {
      check.fault("script", "is set beside main, \"" + wanted.main() + "\"", "Leave out one.");
    }
    if (wanted.main() != null && !Files.isRegularFile(check.root().resolve(wanted.main()))) {
      check.fault(
          "main",
          "\"" + wanted.main() + "\" is not there",
          "Entry points are relative to the script's folder, " + check.root() + ".");
    }
    if (wanted.name() != null && !NAME.matcher(wanted.name()).matches()) {
      check.fault(
          "name",
          "\"" + wanted.name() + "\" is not valid",
          "Use small letters, digits, _ and -; at most " + Names.LONGEST + ".");
    }
    if (wanted.compatibilityDate() != null && !isDate(wanted.compatibilityDate())) {
      check.fault(
          "compatibilityDate",
          "\"" + wanted.compatibilityDate() + "\" is not a date",
          "Write it as " + NEWEST_DATE + ".");
    }
    if (wanted.bindings() != null) {
      Bindings.check(check, wanted.bindings());
    }
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    String name = name(context, wanted);
    WorkerUpload upload = upload(context, wanted, name);
    Optional<Fields> settings = upload.settings();
    if (settings.isPresent() && !upload.isOurs(settings.get())) {
      throw new NameTakenException(context, "Worker", name, name, null);
    }
    return update(context, new Existing<>(name, null, null), wanted);
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    Access access = existing.props() == null ? Access.ENVIRONMENT : existing.props().access();
    String name = existing.remoteId();
    return new WorkerUpload(context, CloudflareApi.of(context, access), name)
        .settings()
        .map(now -> seen(now, name, existing.outputs()));
  }

  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    Access access = existing.props() == null ? Access.ENVIRONMENT : existing.props().access();
    WorkerUpload requests =
        new WorkerUpload(context, CloudflareApi.of(context, access), existing.remoteId());
    return requests
        .settings()
        .map(now -> new WorkerReading(context, requests, now, existing).actual());
  }

  /** Whoever uploaded it. */
  @Override
  public List<Candidate> named(Context context, Props wanted) {
    String name = name(context, wanted);
    return upload(context, wanted, name).settings().stream()
        .map(any -> new Candidate(name, null))
        .toList();
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    String name = name(context, wanted);
    WorkerUpload upload = upload(context, wanted, name);
    return upload.settings().filter(upload::isOurs).stream()
        .map(any -> new Candidate(name, null))
        .toList();
  }

  /** Uploads if what is uploaded differs, then sets what is set apart from it. */
  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    String name = existing.remoteId();
    Props before = existing.props();
    WorkerUpload upload = upload(context, wanted, name);
    Outputs outputs = existing.outputs();
    boolean isReached = before != null && wanted.isReachedLike(before);
    if (!isReached && outputs != null && !wanted.hasPreviews()) {
      // First, since Durable Objects are refused where there are previews.
      upload.reach(wanted);
      isReached = true;
    }
    if (before == null || outputs == null || !wanted.isUploadedLike(before)) {
      outputs = upload.upload(wanted, before, date(existing, wanted), outputs);
      context.saved(name, Records.encode(outputs));
    }
    Beside<String> url = null;
    if (!isReached) {
      url = wanted.hasUrl() ? Beside.ask(upload::url) : null;
      upload.reach(wanted);
      context.saved(name, Records.encode(outputs));
    }
    boolean isNew = existing.outputs() == null && wanted.schedules().isEmpty();
    if (before == null ? !isNew : !wanted.isScheduledLike(before)) {
      upload.schedule(wanted.schedules());
      context.saved(name, Records.encode(outputs));
    }
    if (before == null || !wanted.isRoutedLike(before)) {
      Outputs until = outputs;
      outputs =
          until.at(
              new WorkerRoutes(context, CloudflareApi.of(context, wanted.access()), name)
                  .set(
                      wanted,
                      until.reached(),
                      before != null,
                      now -> context.saved(name, Records.encode(until.at(now)))));
    }
    String address = url != null ? url.answer() : wanted.hasUrl() ? upload.url() : null;
    return outputs.with(Collections.singletonMap("url", address));
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    Props props = existing.props() == null ? Props.NONE : existing.props();
    CloudflareApi api = CloudflareApi.of(context, props.access());
    WorkerUpload upload = upload(context, props, existing.remoteId());
    boolean withData = Boolean.TRUE.equals(props.delete());
    if (!withData) {
      Fields now = upload.settings().orElse(Fields.of(null));
      List<String> live = WorkerClasses.of(existing.outputs()).and(now).live();
      if (now.isPresent() && !live.isEmpty()) {
        throw new ClassesLeftException(live);
      }
    }
    if (existing.outputs() != null) {
      WorkerRoutes routes = new WorkerRoutes(context, api, existing.remoteId());
      existing.outputs().reached().keySet().forEach(routes::remove);
    }
    upload.delete(withData);
  }

  /** A Worker does through its Durable Objects. */
  @Override
  public boolean holdsData(Map<String, ?> properties) {
    return properties.get("bindings") instanceof Map<?, ?> bindings
        && !WorkerClasses.bound(bindings).isEmpty();
  }

  @Override
  public Optional<Account> account(Env env, Props props) {
    return Optional.of(
        CloudflareApi.account(env, props == null ? Access.ENVIRONMENT : props.access()));
  }

  @Override
  public boolean uniqueName() {
    return true;
  }

  /** None: an upload of the same name is the same Worker, so nothing can come into being twice. */
  @Override
  public Duration settleTime(Context context) {
    return Duration.ZERO;
  }

  // The default moves with releases; a Worker keeps the one that it was made with.
  private static String date(Existing<Props, Outputs> existing, Props wanted) {
    if (wanted.compatibilityDate() != null) {
      return wanted.compatibilityDate();
    }
    Outputs outputs = existing.outputs();
    String kept = outputs == null ? null : outputs.compatibilityDate();
    String there = existing.props() == null ? null : existing.props().compatibilityDate();
    if (there == null) {
      return kept == null ? NEWEST_DATE : kept;
    }
    // One that was set and is no more goes back to the default; one that somebody else set stays.
    boolean wasSet = there.equals(kept) && outputs.tag() != null;
    return wasSet ? NEWEST_DATE : there;
  }

  private static Outputs seen(Fields settings, String name, Outputs known) {
    Outputs before = known == null ? Outputs.of(name) : known;
    WorkerClasses classes = WorkerClasses.of(known);
    Outputs now = known == null || classes.tag() == null ? classes.and(settings).in(before) : known;
    String date = settings.text("compatibility_date");
    return now.with(Collections.singletonMap("compatibilityDate", date));
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static WorkerUpload upload(Context context, Props wanted, String name) {
    return new WorkerUpload(context, CloudflareApi.of(context, wanted.access()), name);
  }

  private static String name(Context context, Props wanted) {
    return wanted.name() != null ? wanted.name() : Names.fit(context.name());
  }
}
