/**
 * SQL that a script has run in a database. Entry: {@link alchemy.sql.MigrationsProvider}.
 * Invariant: PostgreSQL's driver is loaded by {@link alchemy.sql.Database} alone, and by no run
 * that has nothing to ask a database.
 */
package alchemy.sql;
