package alchemy.crash;

import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lost answers of the services, with the state in PostgreSQL. */
@Tag("full")
@ExtendWith(SharedPostgres.class)
class FullPostgresLostAnswerTest extends LostAnswerTest {
  @BeforeAll
  static void itsState() {
    inPostgres();
  }
}
