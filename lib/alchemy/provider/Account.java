package alchemy.provider;

import alchemy.http.JsonClient;

/**
 * Whom a service takes us for. The engine asks for the place before a run's first change, once for
 * each key, and refuses to touch rows that were recorded at another place.
 */
public interface Account {
  /** Equal for equal credentials and endpoint. Holds no secret in plain text. */
  String key();

  /** Asks the service, through the run's client. */
  Place place(JsonClient http);

  /**
   * Where resources live.
   *
   * @param id compared and recorded: endpoint and account id, as {@code "https://api.prisma.io
   *     wksp_1"}; a loopback endpoint is written {@code local}, since its port may change
   * @param label how a person knows it, as {@code "workspace shop (wksp_1)"}
   */
  record Place(String id, String label) {
    /** True if it is on this machine. */
    public boolean isLocal() {
      return id.startsWith("local ");
    }
  }
}
