/**
 * State in PostgreSQL: one row a resource, one writer by an advisory lock and an epoch.
 *
 * <p>Entry: {@link alchemy.state.postgres.PostgresStateStore}. What is in a row is what a snapshot
 * in a file has, with the same seals.
 *
 * <p>Invariants: every write is one statement, conditional on the writer's epoch and on the session
 * being the one that holds the lock; reading writes nothing, not even tables; PostgreSQL's driver
 * is loaded by {@code Link} alone.
 */
package alchemy.state.postgres;
