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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes connections: {@code /v1/databases/{id}/connections} and {@code /v1/connections}. The
 * service tells the secrets only when it makes or rotates a connection.
 */
final class ConnectionProvider
    implements Provider<ConnectionProvider.Props, ConnectionProvider.Outputs> {
  private static final int SHORTEST_NAME = 3;
  private static final int LONGEST_NAME = 65;

  record Props(
      @Replaces String database,
      @Replaces String name,
      @Policy String project,
      @Policy Secret serviceToken) {}

  record Outputs(
      String id,
      String name,
      Instant createdAt,
      String kind,
      Secret connectionString,
      Secret prismaConnectionString,
      Secret pooledConnectionString,
      String host,
      Integer port,
      String user,
      Secret password,
      String database,
      String databaseName) {}

  @Override
  public String type() {
    return "prisma:Connection";
  }

  @Override
  public void check(Check check, Props wanted) {
    PrismaApi.check(check, wanted.serviceToken());
    Names.check(check, wanted.name(), SHORTEST_NAME, LONGEST_NAME);
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    if (wanted.project() != null) {
      String path = "/v1/databases/" + PrismaApi.segment(wanted.database());
      if (!PrismaApi.sameId(api.get(path).at("project").text("id"), wanted.project())) {
        throw new OtherProjectException(
            "Database " + wanted.database(), "project " + wanted.project());
      }
    }
    Map<String, String> body = Map.of("name", name(context, wanted));
    return saved(context, api.post(connectionsOf(wanted.database()), body), wanted.database());
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    Secret own = existing.props() == null ? null : existing.props().serviceToken();
    return PrismaApi.of(context, own)
        .find(path(existing))
        .map(now -> ConnectionAnswer.withoutSecrets(now, existing.outputs()));
  }

  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    return read(context, existing)
        .map(now -> new Actual<>(now, props(context, now, existing.props()), null));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    if (api.find("/v1/databases/" + PrismaApi.segment(wanted.database())).isEmpty()) {
      return List.of();
    }
    List<Fields> connections = api.list(connectionsOf(wanted.database()), Map.of());
    return PrismaApi.named(connections, name(context, wanted));
  }

  /** Nothing of a connection can be changed in place; what was lost of it is made anew. */
  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    PrismaApi api = PrismaApi.of(context, wanted.serviceToken());
    if (existing.outputs() == null || existing.outputs().connectionString() == null) {
      context.progress("making a new password, since the answer with the first one was lost");
      return saved(context, api.rotate(path(existing) + "/rotate"), wanted.database());
    }
    return ConnectionAnswer.withoutSecrets(api.get(path(existing)), existing.outputs());
  }

  @Override
  public Optional<String> adoptionCost() {
    return Optional.of("its password is made anew: clients that use the old one break");
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    Secret own = existing.props() == null ? null : existing.props().serviceToken();
    PrismaApi.of(context, own).delete(path(existing));
  }

  @Override
  public Optional<Account> account(Env env, Props props) {
    return Optional.of(PrismaApi.account(env, props == null ? null : props.serviceToken()));
  }

  @Override
  public Duration settleTime(Context context) {
    return PrismaApi.settleTime(context);
  }

  private static Outputs saved(Context context, Fields answer, String database) {
    Outputs outputs = ConnectionAnswer.withSecrets(answer, database);
    context.saved(outputs.id(), Records.encode(outputs));
    return outputs;
  }

  private static Props props(Context context, Outputs now, Props known) {
    Props set = known == null ? new Props(null, null, null, null) : known;
    return new Props(
        PrismaApi.likeRecorded(now.database(), set.database()),
        Names.property(now.name(), set.name(), context, LONGEST_NAME),
        set.project(),
        set.serviceToken());
  }

  private static String name(Context context, Props wanted) {
    return Names.of(wanted.name(), context, LONGEST_NAME);
  }

  private static String connectionsOf(String database) {
    return "/v1/databases/" + PrismaApi.segment(database) + "/connections";
  }

  private static String path(Existing<?, ?> existing) {
    return "/v1/connections/" + PrismaApi.segment(existing.remoteId());
  }
}
