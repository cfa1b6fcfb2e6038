package alchemy.prisma;

import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.json.Records;
import alchemy.provider.Account;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Env;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Replaces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds workspaces: {@code GET /v1/workspaces}. */
final class WorkspaceRefProvider
    implements Provider<WorkspaceRefProvider.Props, WorkspaceRefProvider.Outputs> {
  record Props(@Replaces String identifier, @Policy Secret serviceToken) {}

  record Outputs(String id, String name, Instant createdAt) {
    static Outputs of(Fields workspace) {
      return new Outputs(workspace.text("id"), workspace.text("name"), workspace.time("createdAt"));
    }
  }

  /** The workspace of that id or name. An id goes first: a name could be another one's id. */
  static Fields workspace(PrismaApi api, String identifier) {
    List<Fields> reached = api.list("/v1/workspaces", Map.of());
    return reached.stream()
        .filter(each -> PrismaApi.sameId(identifier, each.text("id")))
        .findFirst()
        .or(() -> only(reached, identifier))
        .orElseThrow(() -> new WorkspaceException(identifier, reached));
  }

  private static Optional<Fields> only(List<Fields> reached, String name) {
    List<Fields> named = reached.stream().filter(each -> name.equals(each.text("name"))).toList();
    if (named.size() > 1) {
      throw WorkspaceException.severalNamed(named);
    }
    return named.stream().findFirst();
  }

  @Override
  public String type() {
    return "prisma:WorkspaceRef";
  }

  @Override
  public void check(Check check, Props wanted) {
    PrismaApi.check(check, wanted.serviceToken());
  }

  @Override
  public void verify(Context context, Props wanted) {
    if (wanted.identifier() != null) {
      workspace(PrismaApi.of(context, wanted.serviceToken()), wanted.identifier());
    }
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    Outputs outputs = Outputs.of(workspace(api, wanted.identifier()));
    context.saved(outputs.id(), Records.encode(outputs));
    return outputs;
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    Secret own = existing.props() == null ? null : existing.props().serviceToken();
    return PrismaApi.of(context, own)
        .find("/v1/workspaces/" + PrismaApi.segment(existing.remoteId()))
        .map(Outputs::of);
  }

  /** One that was renamed is not what the script means by its name any more. */
  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    String said = existing.props() == null ? null : existing.props().identifier();
    Secret own = existing.props() == null ? null : existing.props().serviceToken();
    return read(context, existing)
        .map(
            now -> {
              boolean same = PrismaApi.sameId(said, now.id()) || Objects.equals(said, now.name());
              return new Actual<>(now, new Props(same ? said : now.name(), own), null);
            });
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    return List.of(); // nothing was made, so there is nothing to be found
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    return create(context, wanted);
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    // Only a reference: the workspace stays.
  }

  @Override
  public Optional<Account> account(Env env, Props props) {
    return Optional.of(PrismaApi.account(env, props == null ? null : props.serviceToken()));
  }

  @Override
  public boolean isReference() {
    return true;
  }
}
