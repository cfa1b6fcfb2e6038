package alchemy.state;

import alchemy.Secret;
import alchemy.local.postgres.SharedPostgres;
import alchemy.state.postgres.PostgresStateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedPostgres.class)
class PostgresMovingTest extends MovingContract {
  @TempDir Path root;
  private static Secret url;

  @BeforeAll
  static void aDatabase() {
    url = Secret.of(SharedPostgres.server().database());
  }

  @BeforeEach
  void nothingInIt() {
    SharedPostgres.query(url, "DROP SCHEMA IF EXISTS alchemy CASCADE");
  }

  @Override
  StateStore open(String stage, KeySource keys) {
    return new PostgresStateStore(url, root, "shop", stage, keys);
  }
}
