package alchemy.errors;

import alchemy.Body;
import alchemy.peer.PeerState;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the state of the TypeScript original from being taken over. */
class PeerErrorsTest {
  private static final String APP = "prisma-postgres-example";
  private static final Body EXAMPLE =
      app -> {
        var database = Database.of("database", Project.of("project"));
        Connection.of("connection", database);
      };

  @TempDir Path folder;

  private static Scene imported(Situations situations, String sentence) throws IOException {
    Scene scene =
        situations
            .about(sentence)
            .variable("ALCHEMY_STAGE", "prod")
            .variable("PRISMA_API_BASE_URL", "http://127.0.0.1:1")
            .variable("PRISMA_SERVICE_TOKEN", "token-of-this-test")
            .script(APP, EXAMPLE);
    PeerState.copy(scene.folder().resolve("ts/.alchemy"));
    return scene;
  }

  @Test
  void filesAndPasswords() throws IOException {
    Situations situations = new Situations("peer", folder);
    imported(situations, "a folder without such files").fails(1, "import", "--from", "nowhere");
    imported(situations, "another stage than those that there are")
        .fails(1, "import", "--from", "ts", "--stage", "test");
    imported(situations, "another password than theirs").fails(1, "import", "--from", "ts");
    imported(situations, "no password")
        .variable("ALCHEMY_PASSWORD", "")
        .fails(1, "import", "--from", "ts");
    Scene cut = imported(situations, "a file that is cut");
    cut.write("ts/.alchemy/" + APP + "/prod/project.json", "{\"kind\": \"prisma::Pro");
    cut.fails(1, "import", "--from", "ts");
    situations.match();
  }
}
