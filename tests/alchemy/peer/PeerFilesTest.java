package alchemy.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that npm alchemy 0.94.0 wrote while it ran its main example against the local cloud. */
class PeerFilesTest {
  private static final String APP = "prisma-postgres-example";

  @TempDir Path folder;
  private Path dotAlchemy;

  @BeforeEach
  void aProject() throws IOException {
    dotAlchemy = folder.resolve(".alchemy");
    PeerState.copy(dotAlchemy);
    Files.createDirectories(dotAlchemy.resolve("out/some-worker"));
  }

  @Test
  void eachResourceIsReadWithItsScopes() {
    List<PeerResource> found = new PeerFiles(folder).read(APP, "prod");
    assertEquals(
        List.of("connection", "database", "prisma-postgres", "project", "worker", "eu/inner"),
        found.stream().map(PeerResource::id).toList());
    assertTrue(found.stream().allMatch(PeerResource::isSettled));
    assertEquals(
        "prisma::Project \"eu/inner\" (.alchemy/prisma-postgres-example/prod/eu/inner.json)",
        found.get(5).toString());
    assertEquals("2026-11-21T10:54:25.308Z", found.get(4).outputs().get("createdAt"));
    assertFalse(found.toString().contains("ciphertext"), found::toString);
  }

  @Test
  void theFolderMayBeGivenAtEachLevel() {
    for (String each : List.of(".", ".alchemy", ".alchemy/" + APP, ".alchemy/" + APP + "/prod")) {
      assertEquals(6, new PeerFiles(folder.resolve(each)).read(APP, "prod").size(), each);
    }
  }

  @Test
  void aStageThatIsNotThereIsToldWithThoseThatAre() {
    var missing =
        assertThrows(
            PeerStateMissingException.class, () -> new PeerFiles(folder).read(APP, "test"));
    assertTrue(missing.getMessage().contains("It has: " + APP + "/prod"), missing.getMessage());
    var none =
        assertThrows(
            PeerStateMissingException.class,
            () -> new PeerFiles(folder.resolve("nowhere")).read(APP, "prod"));
    assertTrue(none.getMessage().contains("Name the folder that has them"), none.getMessage());
  }

  @Test
  void ourOwnStateBesideItIsLeftAlone() throws IOException {
    Files.writeString(dotAlchemy.resolve(APP + "/prod/state.json"), "{\"format\": 1}");
    assertEquals(6, new PeerFiles(folder).read(APP, "prod").size());
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = dotAlchemy.resolve(APP + "/prod/database.json");
    Files.writeString(file, Files.readString(file).substring(0, 100));
    var damaged =
        assertThrows(PeerFileException.class, () -> new PeerFiles(folder).read(APP, "prod"));
    assertTrue(damaged.getMessage().contains("database.json: it is no JSON"), damaged::getMessage);
  }

  @Test
  void aResourceBecomesAnObjectOfOurs() {
    var password = new PeerPassword(Optional.of(Secret.of(PeerState.PASSWORD)));
    List<PeerObject> objects =
        new PeerFiles(folder)
            .read(APP, "prod").stream().map(each -> PeerObject.of(each, password).get()).toList();
    assertEquals(
        List.of(
            "prisma:Connection con_chm4km0fdu7w5axbp0we8qf7q",
            "prisma:Database db_cnwjjmhv1qaowyjjrecv506k8",
            "cloudflare:Hyperdrive a18963c60060426e85661406b8781185",
            "prisma:Project " + objects.get(3).remoteId(),
            "cloudflare:Worker prisma-postgres-example-worker-prod",
            "prisma:Project proj_cnzgwdnymmlet7qfs6n5z3mpw"),
        objects.stream().map(PeerObject::toString).toList());
    assertEquals(
        Map.of("bindings", Map.of("TOKEN", Secret.of("peer-binding-secret"))),
        objects.get(4).props());
    var outputs = objects.get(0).outputs();
    assertEquals(Secret.of("wiywxj9jn4fbm3d5d6clmid1be0466m9"), outputs.get("password"));
    assertEquals("con_chm4km0fdu7w5axbp0we8qf7q", outputs.get("user"));
    assertEquals("127.0.0.1", outputs.get("host"));
    assertEquals(43453L, outputs.get("port"));
    assertEquals("postgres", outputs.get("databaseName"));
    assertTrue(
        ((Secret) outputs.get("connectionString")).unencrypted().startsWith("postgres://con_"));
    assertTrue(
        ((Secret) outputs.get("prismaConnectionString")).unencrypted().startsWith("prisma+"));
  }
}
