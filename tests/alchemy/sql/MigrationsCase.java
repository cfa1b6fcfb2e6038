package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertThrows;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.Connectable;
import alchemy.OneStage;
import alchemy.Secret;
import alchemy.clients.SomeDatabase;
import alchemy.local.TestCloud;
import alchemy.postgres.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** A folder of migrations, and a real database for them. */
abstract class MigrationsCase {
  static final String USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);\n";

  @TempDir static Path shared;
  private static TestCloud cloud;

  @TempDir Path root;
  OneStage stage;
  Secret url;

  @BeforeAll
  static void aCloud() {
    cloud = new TestCloud(shared.resolve("cloud"));
  }

  @AfterAll
  static void noCloud() {
    cloud.close();
  }

  @BeforeEach
  void aDatabase() throws IOException {
    Files.createDirectories(root.resolve("migrations"));
    stage = new OneStage(root);
    url = database();
  }

  static Secret database() throws IOException {
    return Secret.of(SomeDatabase.in(cloud));
  }

  Connectable connection() {
    return Urls.of(() -> url);
  }

  /** One that the class declares itself, so that messages name its line. */
  abstract Body body();

  void write(String name, String sql) throws IOException {
    Path file = root.resolve("migrations").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  List<String> query(String sql) throws SQLException {
    DatabaseUrl place = Database.url(url);
    List<String> rows = new ArrayList<>();
    try (Connection session = new Driver().connect(place.jdbc(), place.properties());
        Statement statement = session.createStatement()) {
      if (statement.execute(sql)) {
        ResultSet found = statement.getResultSet();
        while (found.next()) {
          rows.add(found.getString(1));
        }
      }
    }
    return rows;
  }

  String refused(Body body) {
    return assertThrows(AlchemyException.class, () -> stage.deploy(body)).getMessage();
  }
}
