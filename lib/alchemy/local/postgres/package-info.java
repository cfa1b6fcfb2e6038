/**
 * A real PostgreSQL 17 in the data folder, and the databases and login roles in it.
 *
 * <p>Entry: {@link alchemy.local.postgres.Postgres}.
 *
 * <p>Invariant: the server listens on 127.0.0.1 only, with TLS for who wants it, and asks everybody
 * for a password; no password reaches a command line, a log or a statement in clear.
 */
package alchemy.local.postgres;
