package alchemy.net;

import alchemy.local.TestCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One local cloud for all tests that need none of their own, ended with the test run. */
public final class SharedCloud implements BeforeAllCallback {
  private static volatile TestCloud cloud;

  private record Started(TestCloud cloud, Path folder) implements AutoCloseable {
    static Started start() {
      try {
        Path folder = Files.createTempDirectory("cloud");
        return new Started(new TestCloud(folder), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      cloud.close();
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path each : deepestFirst) {
          Files.delete(each);
        }
      }
    }
  }

  /** The cloud, which runs. */
  public static TestCloud cloud() {
    return cloud;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    cloud =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedCloud.class))
            .computeIfAbsent(Started.class, any -> Started.start(), Started.class)
            .cloud;
  }
}
