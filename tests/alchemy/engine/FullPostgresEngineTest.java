package alchemy.engine;

import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the engine's tests ask of a state in files, asked of one in PostgreSQL. */
@Tag("full")
@ExtendWith({SharedPostgres.class, OnPostgres.class})
class FullPostgresEngineTest {
  @Nested
  class Engine extends EngineTest {
    @Override
    void aSecretIsSealedAndOneThatDidNotChangePlansNothing() {
      // It looks into the files.
    }

    @Override
    void aMissingPasswordIsAFaultBeforeAnyCall() {
      // It is about a password that is missing, and here there is one.
    }
  }

  @Nested
  class Hazard extends HazardTest {}

  @Nested
  class OrderOfRecovery extends OrderOfRecoveryTest {}

  @Nested
  class Race extends RaceTest {}

  @Nested
  class Rename extends RenameTest {}

  @Nested
  class Rotate extends RotateTest {}
}
