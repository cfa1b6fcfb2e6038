package alchemy.errors;

import alchemy.http.RecordedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a profile, or with what somebody wants to keep in one. */
class ProfileErrorsTest {
  private static final String WORKSPACE = "{\"data\":[{\"id\":\"wksp_1\",\"name\":\"acme\"}]}";
  private static final String GIVEN = "token-of-the-workspace";

  @TempDir Path folder;

  @Test
  void profiles() throws IOException {
    Situations situations = new Situations("profile", folder);
    try (RecordedServer server = new RecordedServer()) {
      server.says(401, "{\"error\":{\"code\":\"unauthorized\",\"message\":\"no such token\"}}");
      at(situations.about("a token that the service refuses"), server)
          .given(GIVEN)
          .fails(1, "login", "prisma");
      at(situations.about("a profile that there is not"), server)
          .script(app -> {})
          .fails(2, "deploy", "--profile", "work");
      situations
          .about("nobody's folder")
          .given("ALCHEMY_PASSWORD=correct horse")
          .fails(2, "configure");
      Scene open = signedIn(situations.about("a profile that others can read"), server);
      Files.setPosixFilePermissions(
          open.folder().resolve("config/profiles/default.json"),
          PosixFilePermissions.fromString("rw-r--r--"));
      open.fails(1, "deploy");
      Scene cut = signedIn(situations.about("a profile that is cut"), server);
      cut.write("config/profiles/default.json", "{\"format\": 1,");
      cut.fails(1, "deploy");
      Scene mixed = signedIn(situations.about("a value that was changed"), server);
      mixed.edit("config/profiles/default.json", "\"sealed\": \"", "\"sealed\": \"AAAA");
      mixed.fails(1, "deploy");
      Scene lost = signedIn(situations.about("a key that is gone"), server);
      Files.delete(lost.folder().resolve("config/profiles/default.key"));
      lost.fails(1, "deploy");
      Scene away = signedIn(situations.about("a key in a keyring that is away"), server);
      away.edit("config/profiles/default.json", "\"file\"", "\"default-0123456789abcdef\"");
      away.fails(1, "deploy");
      Scene blocked = at(situations.about("a folder that cannot be made"), server);
      blocked.write("config", "a file in the way");
      server.says(200, WORKSPACE);
      blocked.given(GIVEN).fails(1, "login", "prisma");
    }
    situations.match();
  }

  private static Scene at(Scene scene, RecordedServer server) {
    return scene
        .variable("ALCHEMY_CONFIG", scene.folder().resolve("config").toString())
        .variable("PRISMA_API_BASE_URL", server.base())
        .variable("ALCHEMY_PASSWORD", "");
  }

  private static Scene signedIn(Scene scene, RecordedServer server) {
    server.says(200, WORKSPACE);
    return at(scene, server)
        .given("PRISMA_SERVICE_TOKEN=" + GIVEN + "\nALCHEMY_PASSWORD=correct horse\n")
        .after(0, "configure")
        .script(app -> {});
  }
}
