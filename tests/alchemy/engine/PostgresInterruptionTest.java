package alchemy.engine;

import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an earlier run left half done, in PostgreSQL. */
@ExtendWith({SharedPostgres.class, OnPostgres.class})
class PostgresInterruptionTest extends InterruptionTest {}
