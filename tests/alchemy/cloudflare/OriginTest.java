package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "postgres://u:p@db.prisma.io:5432/postgres?sslmode=require,"
        + " postgres, db.prisma.io, 5432, postgres, u, p",
    "postgres://u:p@db.prisma.io/?sslmode=require, postgres, db.prisma.io, 5432, postgres, u, p",
    "PostgreSQL://u:p@h, postgresql, h, 5432, postgres, u, p",
    "postgres://us%40er:p%40s%2Fs%25@h:1/a%20b, postgres, h, 1, a b, us@er, p@s/s%",
    "postgres://u:p:q+r@h/db, postgres, h, 5432, db, u, p:q+r",
    "postgres://u:p@ss@h/db, postgres, h, 5432, db, u, p@ss",
    "postgres://u:p@[::1]:6543/db, postgres, [::1], 6543, db, u, p",
    "mysql://u:p@h/db, mysql, h, 3306, db, u, p",
    "postgres://u:100%@h/db#fragment, postgres, h, 5432, db, u, 100%"
  })
  void connectionStringsAreReadInTheirParts(
      String url,
      String scheme,
      String host,
      int port,
      String database,
      String user,
      String password) {
    assertEquals(
        new Origin(scheme, host, port, database, user, Secret.of(password)),
        Origin.parse(Secret.of(url)));
  }

  @ParameterizedTest
  @CsvSource({
    "prisma+postgres://accelerate.prisma-data.net/?api_key=sesame-key, Prisma Accelerate",
    "prisma://accelerate.prisma-data.net/?api_key=sesame-key, Prisma Accelerate",
    "postgres://u:sesame-key@pooled.db.prisma.io:5432/db, another pool",
    "http://u:sesame-key@h/db, none of postgres",
    "postgres://u:sesame/key@h/db, port",
    "postgres://sesame-key@h/db, lacks",
    "postgres://h/sesame-key, lacks",
    "postgres://u:@h/sesame-key, lacks",
    "postgres://u:sesame-key@/db, no host",
    "postgres://u:sesame-key@h:99999/db, port",
    "postgres://u:sesame-key@h:x/db, port",
    "mysql://u:sesame-key@h, no database",
    "sesame-key, not of the form",
    "'', empty"
  })
  void whatHyperdriveCannotUseIsRefusedWithTheReasonAndWithoutTheText(String url, String reason) {
    InvalidOriginException e =
        assertThrows(InvalidOriginException.class, () -> Origin.parse(Secret.of(url)));
    assertTrue(e.getMessage().contains(reason), e::getMessage);
    assertFalse(e.getMessage().contains("sesame"), e::getMessage);
  }

  @Test
  void theBodyHasTheFieldsOfTheApiAndTheTextHidesThePassword() {
    Origin origin = Origin.parse(Secret.of("postgres://user:secret-word@h/db"));
    assertEquals(
        Map.of(
            "scheme",
            "postgres",
            "host",
            "h",
            "port",
            5432,
            "database",
            "db",
            "user",
            "user",
            "password",
            "secret-word"),
        origin.body());
    assertFalse(origin.toString().contains("secret-word"), origin::toString);
  }
}
