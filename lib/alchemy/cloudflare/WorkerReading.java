package alchemy.cloudflare;

import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.Fields;
import alchemy.json.Records;
import alchemy.provider.Actual;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads a Worker back. Neither its code nor its secrets can be read; so a version that we did not
 * upload counts as changed outside, unless the service tells that its code is ours and no secret is
 * bound.
 */
final class WorkerReading {
  /** The annotation with which an upload's version carries the hash of its code. */
  static final String CODE = "workers/tag";

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private final Context context;
  private final WorkerUpload requests;
  private final Fields settings;
  private final Existing<Props, Outputs> existing;
  private final Props set;
  private Map<String, String> places;

  /** For a Worker whose settings were just read. */
  WorkerReading(
      Context context, WorkerUpload requests, Fields settings, Existing<Props, Outputs> existing) {
    this.context = context;
    this.requests = requests;
    this.settings = settings;
    this.existing = existing;
    this.set = existing.props() == null ? Props.NONE : existing.props();
  }

  /** The Worker as it is, by what its deployment, address and schedules say beside its settings. */
  Actual<Props, Outputs> actual() {
    Fields deployment = requests.deployment();
    List<String> serving = WorkerUpload.serving(deployment);
    Outputs known = existing.outputs();
    Fields reached = requests.reached();
    if (known == null || known.deploymentId() == null) {
      return new Actual<>(found(serving, reached), props(reached, set.code()), null);
    }
    boolean ours =
        serving.stream().allMatch(each -> WorkerUpload.isSame(each, known.deploymentId()));
    boolean ourCode = ours || serving.stream().allMatch(each -> isOurCode(each, known));
    boolean readable = ours || ourCode && !bindsSecrets() && set.assets() == null;
    Instant since = Objects.requireNonNullElseGet(deployment.time("created_on"), Instant::now);
    String told = codeTold();
    return new Actual<>(
        known.with(Collections.singletonMap("url", address(reached))).at(places()),
        props(reached, ourCode || told == null ? set.code() : told),
        readable ? null : since);
  }

  private Outputs found(List<String> serving, Fields reached) {
    Outputs known = existing.outputs();
    String version = serving.size() == 1 ? serving.get(0) : null;
    Map<String, Object> now = new LinkedHashMap<>();
    now.put("url", address(reached));
    now.put("compatibilityDate", settings.text("compatibility_date"));
    now.put("etag", version == null ? null : requests.etagOf(version));
    now.put("deploymentId", version);
    Outputs all = known == null ? Outputs.of(existing.remoteId()) : known;
    return WorkerClasses.of(all).and(settings).in(all.with(now)).at(places());
  }

  private Props props(Fields reached, String code) {
    boolean adopted = existing.props() == null;
    Map<String, Object> now = Records.encode(set);
    now.putAll(WorkerMetadata.read(settings, set));
    now.put("code", adopted ? codeTold() : code);
    now.put("name", adopted ? Names.property(existing.remoteId(), null, context) : set.name());
    now.put("bindings", bindings());
    now.put("compatibilityDate", date());
    now.put("url", reached.flag("enabled"));
    now.put("crons", requests.schedules());
    now.put("routes", set(set.routes(), WorkerRoutes.texts(places(), false)));
    now.put("domains", set(set.domains(), WorkerRoutes.texts(places(), true)));
    now.put("previews", null);
    Props others = Records.decode(now, Props.class, UnaryOperator.identity());
    boolean hasPreviews = reached.flag("previews_enabled");
    if (set.previews() == null && hasPreviews == others.hasPreviews()) {
      return others;
    }
    now.put("previews", hasPreviews);
    return Records.decode(now, Props.class, UnaryOperator.identity());
  }

  // Asked once, and only for what the script has set: a token need not reach zones, and what was
  // never set is not managed.
  private Map<String, String> places() {
    if (places == null) {
      Outputs known = existing.outputs();
      Map<String, String> reached = known == null ? Map.of() : known.reached();
      boolean domains = set.domains() != null || WorkerRoutes.has(reached, true);
      places = requests.places(reached, domains);
    }
    return places;
  }

  private static List<String> set(List<String> before, List<String> told) {
    return before == null && told.isEmpty() ? null : told;
  }

  private Map<String, Object> bindings() {
    Fields told = settings.at("bindings");
    Map<String, Object> known = set.bindings() == null ? Map.of() : set.bindings();
    if (!told.isPresent()) {
      return known;
    }
    Map<String, Object> now = Bindings.read(told.elements(), known);
    if (Boolean.TRUE.equals(set.keepSecrets())) {
      now.entrySet()
          .removeIf(each -> !known.containsKey(each.getKey()) && isSecret(each.getValue()));
    }
    return now;
  }

  private static boolean isSecret(Object binding) {
    return Bindings.KEPT.contains(Fields.of(binding).text("type", ""));
  }

  // One that was never set is kept in the outputs, and is no property as long as it is there.
  private String date() {
    String now = settings.text("compatibility_date", set.compatibilityDate());
    Outputs known = existing.outputs();
    boolean kept =
        set.compatibilityDate() == null
            && known != null
            && Objects.equals(now, known.compatibilityDate());
    return kept ? null : now;
  }

  private String address(Fields reached) {
    Outputs known = existing.outputs();
    if (!reached.flag("enabled")) {
      return null;
    }
    return known != null && known.url() != null ? known.url() : requests.url();
  }

  // What a settings change makes carries none, even if the code stayed.
  private String codeTold() {
    String told = settings.at("annotations").text(CODE, "");
    return HASH.matcher(told).matches() ? told : null;
  }

  private boolean isOurCode(String version, Outputs known) {
    String etag = requests.etagOf(version);
    return etag != null && etag.equals(known.etag());
  }

  private boolean bindsSecrets() {
    return settings.at("bindings").elements().stream()
        .anyMatch(each -> each.text("type", "").startsWith("secret"));
  }
}
