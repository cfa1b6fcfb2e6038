package alchemy;

/** A resource that other ones can connect to as to a database: what a pool takes for its origin. */
public interface Connectable extends Resource {
  /** {@code scheme://user:password@host:port/database}, user and password percent-encoded. */
  Secret connectionString();
}
