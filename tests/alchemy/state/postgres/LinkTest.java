package alchemy.state.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.local.postgres.SharedPostgres;
import alchemy.state.KeySource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGProperty;

/** How a session with the database is, whatever its URL and its role say. */
@ExtendWith(SharedPostgres.class)
class LinkTest {
  private static String mode(String url) {
    return PostgresPlace.of(Secret.of(url)).url().properties().getProperty("sslmode");
  }

  @Test
  void aServersCertificateIsVerifiedUnlessItIsThisMachineOrTheUrlSaysOtherwise() {
    assertEquals("verify-full", mode("postgres://me:secret@db.example.com/shop"));
    assertEquals("require", mode("postgres://me:secret@db.example.com/shop?sslmode=require"));
    assertEquals("verify-full", mode("postgres://me:secret@localhost.example.com/shop"));
    assertEquals("verify-full", mode("postgres://me:secret@127.0.0.example.com/shop"));
    assertEquals("allow", mode("postgres://me:secret@127.0.0.1/shop"));
    assertEquals("allow", mode("postgres://me:secret@localhost/shop"));
    assertEquals("allow", mode("postgres://me:secret@[::1]:5433/shop"));
    assertEquals("verify-ca", mode("postgres://me:secret@127.0.0.1/shop?sslmode=verify-ca"));
  }

  @Test
  void whatElseTheUrlAsksForProtectionTheDriverIsAsked() {
    Properties asked =
        PostgresPlace.of(
                Secret.of(
                    "postgres://me:secret@db.example.com/shop"
                        + "?channel_binding=require&require_auth=scram-sha-256&sslnegotiation=direct"))
            .url()
            .properties();
    assertEquals("require", PGProperty.CHANNEL_BINDING.getOrNull(asked));
    assertEquals("scram-sha-256", PGProperty.REQUIRE_AUTH.getOrNull(asked));
    assertEquals("direct", PGProperty.SSL_NEGOTIATION.getOrNull(asked));
  }

  @Test
  void itsPlaceIsToldWithItsUserAndWithoutItsPassword() {
    PostgresPlace place =
        PostgresPlace.of(Secret.of("postgresql://me:a-long-secret@db.example.com/shop?options=x"));
    assertEquals("postgres://me@db.example.com:5432/shop", place.toString());
    assertFalse(place.url().jdbc().contains("secret"), place.url().jdbc());
    assertEquals("***", Secret.mask("a-long-secret"));
  }

  @Test
  void aPasswordThatIsNotEncodedIsRefusedRatherThanTakenForTheHost() {
    for (String each : List.of("a:b@c@host/shop", "a:12/c@host/shop", "a:12?c@host/shop")) {
      Secret url = Secret.of("postgres://" + each);
      assertThrows(StateUrlException.class, () -> PostgresPlace.of(url), each);
    }
  }

  @Test
  void whatIsAcknowledgedIsOnDiskEvenIfTheDatabasesDefaultIsAnother() throws SQLException {
    Secret url = Secret.of(SharedPostgres.server().database());
    SharedPostgres.query(
        url,
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit TO off',"
            + " current_database()); END $$");
    assertEquals(List.of("off"), SharedPostgres.query(url, "SHOW synchronous_commit"));
    try (Link link = Link.open(PostgresPlace.of(url))) {
      List<String> found = new ArrayList<>();
      link.ask(row -> found.add(row.getString(1)), "SHOW synchronous_commit");
      assertEquals(List.of("on"), found);
    }
  }

  @Test
  void aConnectionOfTheStagesOwnDatabaseIsKnown() {
    String url = "postgres://me:secret@db.example.com/shop";
    var store =
        new PostgresStateStore(Secret.of(url), Path.of("none"), "shop", "prod", KeySource.none());
    assertTrue(store.isIn(Secret.of("postgres://me:other@db.example.com:5432/shop?x=y")));
    assertFalse(store.isIn(Secret.of("postgres://me:secret@db.example.com/other")));
    assertFalse(store.isIn(Secret.of("postgres://you:secret@db.example.com/shop")));
    assertFalse(store.isIn(Secret.of("a password")));
  }
}
