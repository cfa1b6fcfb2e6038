package alchemy.prisma;

import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.http.ServiceException;
import alchemy.json.Records;
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
import alchemy.provider.Volatile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes databases: {@code /v1/projects/{id}/databases} and {@code /v1/databases}. */
final class DatabaseProvider implements Provider<DatabaseProvider.Props, DatabaseProvider.Outputs> {
  private static final String DEFAULT_REGION = "us-east-1";
  private static final String INHERIT = "inherit";
  private static final Props NOTHING_SET = new Props(null, null, null, null, null, null);
  private static final int LONGEST_NAME = 256;
  private static final String DATABASES = "/v1/databases";

  record Props(
      @Replaces String project,
      String name,
      @Replaces @Default(DEFAULT_REGION) String region,
      @Policy Boolean delete,
      @Policy Secret serviceToken,
      String logicalId) {}

  record Outputs(
      String id,
      @Volatile String name,
      String region,
      @Volatile String status,
      Instant createdAt,
      String projectId) {
    static Outputs of(Fields database) {
      return new Outputs(
          database.text("id"),
          database.text("name"),
          database.at("region").text("id"),
          database.text("status"),
          database.time("createdAt"),
          database.at("project").text("id"));
    }
  }

  @Override
  public String type() {
    return "prisma:Database";
  }

  @Override
  public void check(Check check, Props wanted) {
    PrismaApi.check(check, wanted.serviceToken());
    Names.check(check, wanted.name(), 1, LONGEST_NAME);
    Names.checkLogicalId(check, wanted.logicalId());
  }

  @Override
  public void verify(Context context, Props wanted) {
    Regions.verify(PrismaApi.of(context, wanted.serviceToken()), wanted.region());
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    Map<String, Object> body = new LinkedHashMap<>();
    // A project's default database could never be deleted by itself.
    body.put("isDefault", false);
    body.put("name", name(context, wanted));
    body.put("region", wanted.region() == null ? DEFAULT_REGION : wanted.region());
    body.put("logicalId", wanted.logicalId());
    String path = databasesOf(wanted.project());
    if (wanted.logicalId() != null) {
      body.put("projectId", wanted.project());
      path = DATABASES; // the project's own path passes a logical id over
    }
    Fields made = api.post(path, body);
    Outputs outputs = Outputs.of(made);
    context.saved(outputs.id(), Records.encode(outputs));
    return ready(context, api, wanted.project(), made);
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return api(context, existing).find(path(existing.remoteId())).map(Outputs::of);
  }

  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return api(context, existing)
        .find(path(existing.remoteId()))
        .map(now -> new Actual<>(Outputs.of(now), props(context, now, existing.props()), null));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    if (api.find("/v1/projects/" + PrismaApi.segment(wanted.project())).isEmpty()) {
      return List.of();
    }
    if (wanted.logicalId() != null) {
      // Unique on a branch only, so that another project may have the same.
      Map<String, String> project = Map.of("projectId", wanted.project());
      return PrismaApi.candidates(
          api.list(DATABASES, project, wanted.logicalId(), name(context, wanted)).stream()
              .filter(each -> PrismaApi.sameId(wanted.project(), each.at("project").text("id")))
              .toList());
    }
    List<Fields> databases = api.list(databasesOf(wanted.project()), Map.of());
    return PrismaApi.named(databases, name(context, wanted));
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    String path = path(existing.remoteId());
    Fields now = api.get(path);
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put("name", name(context, wanted));
    if (wanted.logicalId() != null) {
      changed.put("logicalId", wanted.logicalId());
    }
    Fields before = now;
    changed.entrySet().removeIf(each -> each.getValue().equals(before.text(each.getKey())));
    if (!changed.isEmpty()) {
      now = api.patch(path, changed);
      context.saved(existing.remoteId(), Records.encode(Outputs.of(now)));
    }
    return ready(context, api, wanted.project(), now);
  }

  /** Its connections, but for the one that the service made with it and takes away with it. */
  @Override
  public List<Child> children(Context context, Existing<Props, Outputs> existing) {
    PrismaApi api = api(context, existing);
    String path = path(existing.remoteId());
    Optional<Fields> now = api.find(path);
    if (now.isEmpty()) {
      return List.of();
    }
    String own = now.get().text("defaultConnectionId");
    return PrismaApi.children(
        "prisma:Connection",
        api.list(path + "/connections", Map.of()).stream()
            .filter(each -> !PrismaApi.sameId(own, each.text("id")))
            .toList());
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    PrismaApi api = api(context, existing);
    try {
      api.delete(path(existing.remoteId()));
    } catch (ServiceException e) {
      // 403 says either that, or that the token may not do it.
      if (e.status() == 403
          && api.find(path(existing.remoteId())).stream().anyMatch(now -> now.flag("isDefault"))) {
        throw new DefaultDatabaseException(existing.remoteId(), e);
      }
      throw e;
    }
  }

  @Override
  public Optional<Account> account(Env env, Props props) {
    return Optional.of(PrismaApi.account(env, props == null ? null : props.serviceToken()));
  }

  @Override
  public Duration settleTime(Context context) {
    return PrismaApi.settleTime(context);
  }

  @Override
  public boolean holdsData() {
    return true;
  }

  private static Outputs ready(Context context, PrismaApi api, String project, Fields made) {
    String databases = databasesOf(project);
    return Outputs.of(
        api.shared(Provisioning.class, databases, () -> new Provisioning(databases))
            .await(context, api, made));
  }

  private static Props props(Context context, Fields now, Props known) {
    Props set = known == null ? NOTHING_SET : known;
    Outputs outputs = Outputs.of(now);
    // "inherit" became a region when the database was made; no region ever changes.
    boolean told = outputs.region() != null && !INHERIT.equals(set.region());
    return new Props(
        PrismaApi.likeRecorded(outputs.projectId(), set.project()),
        Names.property(outputs.name(), set.name(), context, LONGEST_NAME),
        told ? outputs.region() : set.region(),
        set.delete(),
        set.serviceToken(),
        known == null || known.logicalId() != null ? now.text("logicalId", set.logicalId()) : null);
  }

  private static String name(Context context, Props wanted) {
    return Names.of(wanted.name(), context, LONGEST_NAME);
  }

  private static String databasesOf(String project) {
    return "/v1/projects/" + PrismaApi.segment(project) + "/databases";
  }

  static String path(String id) {
    return DATABASES + "/" + PrismaApi.segment(id);
  }

  private static PrismaApi api(Context context, Existing<Props, ?> existing) {
    return PrismaApi.of(context, existing.props() == null ? null : existing.props().serviceToken());
  }
}
