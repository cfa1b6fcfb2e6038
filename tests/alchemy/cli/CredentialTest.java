package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Alchemy;
import alchemy.http.RecordedServer;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a token that one resource is given. */
class CredentialTest {
  @TempDir Path folder;

  @Test
  void ofATokenFromTheEnvironmentTheStateHasTheVariablesNameOnly() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    try (RecordedServer server = new RecordedServer()) {
      server
          .says(200, "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"}]}")
          .says(201, "{\"data\":{\"id\":\"proj_1\",\"name\":\"project\"}}");
      Transcript transcript =
          new Transcript(folder)
              .variable("PRISMA_API_BASE_URL", server.base())
              .variable("TOKEN_OF_ACME", "the-token-of-acme")
              .script(
                  "shop",
                  app -> Project.of("project", p -> p.serviceToken(Alchemy.env("TOKEN_OF_ACME"))));

      assertEquals(0, transcript.run("deploy", "--stage", "test"), transcript::text);

      assertEquals(
          List.of("Bearer the-token-of-acme"), server.last().headers().get("Authorization"));
    }
    String state = Files.readString(folder.resolve(".alchemy/shop/test/state.json"));
    assertTrue(state.contains("\"TOKEN_OF_ACME\""), state);
    assertFalse(state.contains("the-token-of-acme") || state.contains("$sealed"), state);
  }
}
