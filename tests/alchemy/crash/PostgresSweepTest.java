package alchemy.crash;

import alchemy.crash.Doom.Blow;
import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run whose state is in PostgreSQL may end at any of its requests and writes, too. */
@ExtendWith(SharedPostgres.class)
class PostgresSweepTest extends CloudCase {
  @BeforeAll
  static void itsState() {
    inPostgres();
  }

  @Test
  void aDeployMayEndInTheMiddle() throws Exception {
    making("small", 1).points(3, 6, Blow.AFTER).assertRounds(2);
  }
}
