/**
 * How a connection string is told to PostgreSQL's driver. Entry: {@link
 * alchemy.postgres.DatabaseUrl}. Invariant: nothing here loads the driver, and no text of it but
 * the string itself holds a password.
 */
package alchemy.postgres;
