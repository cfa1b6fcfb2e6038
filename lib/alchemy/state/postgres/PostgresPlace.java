package alchemy.state.postgres;

import alchemy.Secret;
import alchemy.postgres.DatabaseUrl;
import java.util.Properties;

/** Where the state is: a connection string, and how a session there has to be. */
record PostgresPlace(DatabaseUrl url) {
  // Durable, whatever the role's default is; and a machine that is gone gives its lock back within
  // a minute.
  private static final String SETTINGS =
      "-c synchronous_commit=on -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
          + " -c tcp_keepalives_count=3";

  /**
   * Reads {@code postgres://user:password@host:port/database}; without {@code sslmode} the server's
   * certificate is verified, but on this machine.
   *
   * @throws StateUrlException if it is none
   */
  static PostgresPlace of(Secret text) {
    DatabaseUrl url =
        DatabaseUrl.of(text, "verify-full").orElseThrow(() -> new StateUrlException(text));
    Properties properties = url.properties();
    String given = properties.getProperty("options", "");
    properties.setProperty("options", (given + " " + SETTINGS).strip());
    properties.setProperty("socketTimeout", "30");
    properties.remove("loginTimeout"); // The socket's does it, without a thread.
    // So that the driver's own settings come with the first message, and cost no round trip.
    properties.setProperty("assumeMinServerVersion", "11");
    return new PostgresPlace(url);
  }

  @Override
  public String toString() {
    // With the user: there are services where all databases are one place but for that.
    String user = url.properties().getProperty("user", "");
    return "postgres://" + (user.isEmpty() ? "" : user + "@") + url.place();
  }
}
