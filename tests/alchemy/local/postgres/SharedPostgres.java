package alchemy.local.postgres;

import alchemy.Secret;
import alchemy.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.Driver;

/** One PostgreSQL for all tests that kill none, started at the first and ended with the run. */
public final class SharedPostgres implements BeforeAllCallback {
  private static volatile TestPostgres server;

  private record Started(TestPostgres server, Path folder) implements AutoCloseable {
    static Started start() {
      try {
        Path folder = Files.createTempDirectory("state-server");
        return new Started(new TestPostgres(folder), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path each : deepestFirst) {
          Files.delete(each);
        }
      }
    }
  }

  /** The server, which runs. */
  public static TestPostgres server() {
    return server;
  }

  /** Runs a statement; the first column of what it answers. */
  public static List<String> query(Secret url, String sql) {
    DatabaseUrl place = DatabaseUrl.of(url, "disable").orElseThrow();
    List<String> found = new ArrayList<>();
    try (Connection session = new Driver().connect(place.jdbc(), place.properties());
        Statement statement = session.createStatement()) {
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedPostgres.class))
            .computeIfAbsent(Started.class, any -> Started.start(), Started.class)
            .server;
  }
}
