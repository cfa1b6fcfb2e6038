package alchemy.state.postgres;

import alchemy.state.StateTooNewException;
import java.sql.SQLException;

/**
 * The tables, made at the first lock of the first stage. A change of theirs raises the version,
 * which an older program refuses.
 *
 * <p>JSON is kept as the text that it was written as, since that is what is sealed and compared.
 */
final class Tables {
  static final int VERSION = 1;

  // Whoever comes second waits for the lock of the transaction, and finds them made: in the catalog
  // itself, as to_regclass may still answer from what the session knew before it waited.
  private static final String MAKE =
      """
      DO $$ BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('alchemy tables', 0));
        IF NOT EXISTS (SELECT FROM pg_tables
            WHERE schemaname = 'alchemy' AND tablename = 'version') THEN
          IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'alchemy') THEN
            CREATE SCHEMA alchemy;
          END IF;
          CREATE TABLE alchemy.version (version int NOT NULL);
          INSERT INTO alchemy.version VALUES (1);
          CREATE TABLE alchemy.stage (
            app text, stage text, epoch bigint NOT NULL, serial bigint NOT NULL,
            instance text NOT NULL, instance_id text NOT NULL,
            wrapped_key json, outputs json, holder json, moved_to text NOT NULL DEFAULT '',
            PRIMARY KEY (app, stage));
          CREATE TABLE alchemy.resource (
            app text, stage text, key text, content json NOT NULL,
            PRIMARY KEY (app, stage, key),
            FOREIGN KEY (app, stage) REFERENCES alchemy.stage);
          CREATE TABLE alchemy.run (
            app text, stage text, run text, number bigint GENERATED ALWAYS AS IDENTITY,
            content json NOT NULL,
            PRIMARY KEY (app, stage, run),
            FOREIGN KEY (app, stage) REFERENCES alchemy.stage);
        END IF;
      END $$\
      """;

  private Tables() {}

  /** Makes them, unless they are there. */
  static void make(Link link) throws SQLException {
    link.run(MAKE);
  }

  /** Refuses tables that a newer program has made. */
  static void check(PostgresPlace place, int version) {
    if (version > VERSION) {
      throw new StateTooNewException(place.toString(), version, VERSION);
    }
  }
}
