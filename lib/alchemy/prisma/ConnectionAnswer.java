package alchemy.prisma;

import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.prisma.ConnectionProvider.Outputs;

/**
 * Reads the service's word about a connection. The parts come out of the direct connection string:
 * the deprecated fields beside it have a port in the host, and no database.
 */
final class ConnectionAnswer {
  private ConnectionAnswer() {}

  static Outputs withSecrets(Fields answer, String database) {
    Fields endpoints = answer.at("endpoints");
    Secret direct = secret(endpoints.at("direct").text("connectionString"));
    Secret accelerate = secret(endpoints.at("accelerate").text("connectionString"));
    PostgresUrl url = direct == null ? PostgresUrl.NOTHING : PostgresUrl.parse(direct);
    return new Outputs(
        answer.text("id"),
        answer.text("name"),
        answer.time("createdAt"),
        answer.text("kind"),
        direct,
        accelerate != null ? accelerate : deprecated(answer),
        secret(endpoints.at("pooled").text("connectionString")),
        url.host(),
        url.port(),
        url.user(),
        url.password(),
        answer.at("database").text("id", database),
        url.database());
  }

  /** The answer to a GET, with the secrets that were recorded before. */
  static Outputs withoutSecrets(Fields answer, Outputs known) {
    Outputs now = withSecrets(answer, known == null ? null : known.database());
    if (known == null) {
      return now;
    }
    return new Outputs(
        now.id(),
        now.name(),
        now.createdAt(),
        now.kind(),
        known.connectionString(),
        known.prismaConnectionString(),
        known.pooledConnectionString(),
        known.host(),
        known.port(),
        known.user(),
        known.password(),
        known.database(),
        known.databaseName());
  }

  private static Secret deprecated(Fields answer) {
    String text = answer.text("connectionString");
    return text != null && text.startsWith("prisma") ? Secret.of(text) : null;
  }

  private static Secret secret(String text) {
    return text == null ? null : Secret.of(text);
  }
}
