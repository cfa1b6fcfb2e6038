package alchemy.engine;

import alchemy.Secret;
import alchemy.local.postgres.SharedPostgres;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the stage of an engine's test in PostgreSQL, which is empty before each of them. */
final class OnPostgres implements BeforeEachCallback {
  private static String url;

  @Override
  public void beforeEach(ExtensionContext context) {
    if (url == null) {
      url = SharedPostgres.server().database();
    }
    SharedPostgres.query(Secret.of(url), "DROP SCHEMA IF EXISTS alchemy CASCADE");
    EngineCase test = (EngineCase) context.getRequiredTestInstance();
    test.variables.put("ALCHEMY_STATE", url);
    test.variables.put("STAGE", "shared");
    test.variables.put("ALCHEMY_PASSWORD", "correct-horse-7");
  }
}
