package alchemy.peer;

import alchemy.Secret;
import alchemy.http.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource of the other program is with us.
 *
 * @param type our type, as {@code prisma:Database}
 * @param remoteId the service's id
 * @param props secrets that the service does not show, where they stand in our properties
 * @param outputs what the service told only once, by the names of our outputs
 */
public record PeerObject(
    String type, String remoteId, Map<String, Object> props, Map<String, Object> outputs) {
  // Their kind: our type, and which of their outputs is the service's id.
  private static final Map<String, String[]> KINDS =
      Map.of(
          "prisma::Project", new String[] {"prisma:Project", "id"},
          "prisma::Database", new String[] {"prisma:Database", "id"},
          "prisma::Connection", new String[] {"prisma:Connection", "id"},
          "cloudflare::Hyperdrive", new String[] {"cloudflare:Hyperdrive", "hyperdriveId"},
          "cloudflare::Worker", new String[] {"cloudflare:Worker", "name"});

  public PeerObject {
    props = Map.copyOf(props);
    outputs = Map.copyOf(outputs);
  }

  /** Our type of a kind of theirs; empty if we have none. */
  public static Optional<String> type(PeerResource resource) {
    return Optional.ofNullable(KINDS.get(resource.kind())).map(each -> each[0]);
  }

  /**
   * Translates a resource, opening its secrets; empty if we have no such kind or it has no id.
   *
   * @throws PeerPasswordException if a secret does not open
   */
  public static Optional<PeerObject> of(PeerResource resource, PeerPassword password) {
    String[] kind = KINDS.get(resource.kind());
    String remoteId = kind == null ? null : resource.text(kind[1]);
    if (remoteId == null) {
      return Optional.empty();
    }
    Map<String, Object> outputs = new LinkedHashMap<>();
    if (kind[0].equals("prisma:Connection")) {
      secret(resource, resource.outputs().get("prismaConnectionString"), password)
          .ifPresent(url -> outputs.put("prismaConnectionString", url));
      secret(resource, resource.outputs().get("connectionString"), password)
          .ifPresent(url -> parts(url, outputs));
    }
    Map<String, Object> secrets = new LinkedHashMap<>();
    if (resource.outputs().get("bindings") instanceof Map<?, ?> bindings) {
      bindings.forEach(
          (name, value) ->
              secret(resource, value, password)
                  .ifPresent(secret -> secrets.put(String.valueOf(name), secret)));
    }
    return Optional.of(
        new PeerObject(
            kind[0],
            remoteId,
            secrets.isEmpty() ? Map.of() : Map.of("bindings", secrets),
            outputs));
  }

  private static Optional<Secret> secret(
      PeerResource resource, Object value, PeerPassword password) {
    return value instanceof Locked locked
        ? Optional.of(password.open(resource, locked))
        : Optional.empty();
  }

  // Their other outputs have the port in the host, and no name of the database.
  private static void parts(Secret url, Map<String, Object> outputs) {
    outputs.put("connectionString", url);
    URI parsed;
    try {
      parsed = new URI(url.unencrypted());
    } catch (URISyntaxException e) {
      return; // its message is the secret; what is missing is read at the service, or asked for
    }
    String[] who =
        parsed.getRawUserInfo() == null ? new String[0] : parsed.getRawUserInfo().split(":", 2);
    if (parsed.getHost() == null || who.length < 2) {
      return;
    }
    outputs.put("host", parsed.getHost());
    outputs.put("port", parsed.getPort() < 0 ? 5432L : (long) parsed.getPort());
    outputs.put("user", Endpoint.decode(who[0]));
    outputs.put("password", Secret.of(Endpoint.decode(who[1])));
    String path = parsed.getRawPath();
    outputs.put(
        "databaseName",
        path == null || path.length() < 2 ? "postgres" : Endpoint.decode(path.substring(1)));
  }

  @Override
  public String toString() {
    return type + " " + remoteId;
  }
}
