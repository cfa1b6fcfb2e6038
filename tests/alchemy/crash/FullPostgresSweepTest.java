package alchemy.crash;

import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole sweep over a state in PostgreSQL. */
@Tag("full")
@ExtendWith(SharedPostgres.class)
class FullPostgresSweepTest extends FullSweepTest {
  @BeforeAll
  static void itsState() {
    inPostgres();
  }
}
