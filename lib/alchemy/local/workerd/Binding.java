package alchemy.local.workerd;

/** What a Worker finds in its {@code env} under a name. Only what workerd itself can serve. */
public sealed interface Binding {
  /** The property of {@code env}. */
  String name();

  /** A text, public or secret. */
  record Text(String name, String text) implements Binding {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A value, given as JSON text. */
  record Json(String name, String json) implements Binding {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A database behind a connection string. The scheme is {@code postgresql} or {@code postgres}.
   */
  record Hyperdrive(
      String name,
      String host,
      int port,
      String scheme,
      String database,
      String user,
      String password)
      implements Binding {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Another Worker, reached at a loopback port; RPC goes through a CONNECT to the given host. */
  record Service(String name, int port, String connectHost) implements Binding {}

  /** The Worker itself, or one of its entrypoints; an empty one means the default export. */
  record Self(String name, String entrypoint) implements Binding {}
}
