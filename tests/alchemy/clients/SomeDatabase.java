package alchemy.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.local.Api.Answer;
import alchemy.local.TestCloud;
import java.io.IOException;
import java.util.Map;

/** A database in a local cloud, for clients of the other service. */
public final class SomeDatabase {
  private SomeDatabase() {}

  /** Makes one, and a connection to it, of which this is the connection string. */
  public static String in(TestCloud cloud) throws IOException {
    Answer project = cloud.prisma().post("/v1/projects", Map.of("name", "some"));
    assertEquals(201, project.status(), () -> "" + project.tree());
    String database = project.at("data", "database", "id");
    Answer connection =
        cloud.prisma().post("/v1/databases/" + database + "/connections", Map.of("name", "client"));
    assertEquals(200, connection.status(), () -> "" + connection.tree());
    return connection.at("data", "endpoints", "direct", "connectionString");
  }
}
