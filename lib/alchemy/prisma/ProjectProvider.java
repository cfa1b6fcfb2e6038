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

/** Makes projects: {@code /v1/projects}. */
final class ProjectProvider implements Provider<ProjectProvider.Props, ProjectProvider.Outputs> {
  private static final Props NOTHING_SET = new Props(null, null, null, null, null, null);
  private static final int LONGEST_NAME = 256;
  private static final int MOST_TRIES = 5;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  record Props(
      String name,
      @Replaces String region,
      String workspaceId,
      @Policy Boolean delete,
      @Policy Secret serviceToken,
      @Replaces String logicalId) {}

  record Outputs(
      String id,
      @Volatile String name,
      String workspaceId,
      String workspaceName,
      Instant createdAt) {
    static Outputs of(Fields project) {
      Fields workspace = project.at("workspace");
      return new Outputs(
          project.text("id"),
          project.text("name"),
          workspace.text("id"),
          workspace.text("name"),
          project.time("createdAt"));
    }
  }

  @Override
  public String type() {
    return "prisma:Project";
  }

  @Override
  public void check(Check check, Props wanted) {
    PrismaApi.check(check, wanted.serviceToken());
    Names.check(check, wanted.name(), 1, LONGEST_NAME);
    Names.checkLogicalId(check, wanted.logicalId());
  }

  @Override
  public void verify(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    Regions.verify(api, wanted.region());
    if (wanted.workspaceId() != null) {
      WorkspaceRefProvider.workspace(api, wanted.workspaceId());
    }
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    Map<String, Object> body = new LinkedHashMap<>();
    // The service would make a database nobody asked for.
    body.put("createDatabase", false);
    body.put("name", name(context, wanted));
    body.put("region", wanted.region());
    body.put("workspaceId", wanted.workspaceId());
    body.put("logicalId", wanted.logicalId());
    Fields made = PrismaApi.of(context, wanted.serviceToken()).post("/v1/projects", body);
    Outputs outputs = Outputs.of(made);
    context.saved(outputs.id(), Records.encode(outputs));
    return outputs;
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return api(context, existing).find(path(existing)).map(Outputs::of);
  }

  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return api(context, existing)
        .find(path(existing))
        .map(now -> new Actual<>(Outputs.of(now), props(context, now, existing.props()), null));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    List<Fields> projects =
        PrismaApi.of(context, wanted.serviceToken())
            .list("/v1/projects", Map.of(), wanted.logicalId(), name(context, wanted))
            .stream()
            .filter(
                each ->
                    wanted.workspaceId() == null
                        || PrismaApi.sameId(wanted.workspaceId(), each.at("workspace").text("id")))
            .toList();
    return PrismaApi.candidates(projects);
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    Fields now = api.get(path(existing));
    String workspace = now.at("workspace").text("id");
    if (wanted.workspaceId() != null && !PrismaApi.sameId(wanted.workspaceId(), workspace)) {
      throw new WorkspaceException(wanted.workspaceId(), List.of(now.at("workspace")));
    }
    String name = name(context, wanted);
    if (name.equals(now.text("name"))) {
      return Outputs.of(now);
    }
    Outputs renamed = Outputs.of(api.patch(path(existing), Map.of("name", name)));
    context.saved(existing.remoteId(), Records.encode(renamed));
    return renamed;
  }

  @Override
  public List<Child> children(Context context, Existing<Props, Outputs> existing) {
    return PrismaApi.children(
        "prisma:Database", api(context, existing).living(path(existing) + "/databases"));
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    PrismaApi api = api(context, existing);
    for (int attempt = 1; ; attempt++) {
      try {
        api.delete(path(existing));
        return;
      } catch (ServiceException e) {
        if (e.status() != 400 && e.status() != 409 || attempt == MOST_TRIES) {
          throw e;
        }
        // "Existing dependencies": ours are deleted by now, but the service may not know it yet.
        List<Fields> databases = api.list(path(existing) + "/databases", Map.of());
        if (!databases.isEmpty()) {
          throw new NotEmptyException(existing.remoteId(), databases, e);
        }
        context.progress("waiting until the project is empty");
        context.pause(BETWEEN_TRIES);
      }
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

  // What the script never set is not its to manage, and what is not told has not changed.
  private static Props props(Context context, Fields now, Props known) {
    Props set = known == null ? NOTHING_SET : known;
    String workspace = now.at("workspace").text("id");
    return new Props(
        Names.property(now.text("name"), set.name(), context, LONGEST_NAME),
        known == null || known.region() != null ? now.text("defaultRegion", set.region()) : null,
        known == null || known.workspaceId() != null
            ? PrismaApi.likeRecorded(workspace, set.workspaceId())
            : null,
        set.delete(),
        set.serviceToken(),
        known == null || known.logicalId() != null ? now.text("logicalId", set.logicalId()) : null);
  }

  private static String name(Context context, Props wanted) {
    return Names.of(wanted.name(), context, LONGEST_NAME);
  }

  private static String path(Existing<?, ?> existing) {
    return "/v1/projects/" + PrismaApi.segment(existing.remoteId());
  }

  private static PrismaApi api(Context context, Existing<Props, ?> existing) {
    return PrismaApi.of(context, existing.props() == null ? null : existing.props().serviceToken());
  }
}
