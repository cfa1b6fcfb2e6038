package alchemy.clients;

import alchemy.local.TestCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The two services' own SDKs work against the local cloud as against the services. */
@Tag("full")
@Tag("processes")
class SdkTest {
  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> cloudflare() throws IOException, InterruptedException {
    return tests("cloudflare.mjs");
  }

  @TestFactory
  List<DynamicTest> prisma() throws IOException, InterruptedException {
    return tests("prisma.mjs");
  }

  private List<DynamicTest> tests(String script) throws IOException, InterruptedException {
    try (TestCloud cloud = new TestCloud(folder.resolve("cloud"), line -> {});
        Clients clients = new Clients(folder.resolve("clients"), cloud.variables())) {
      clients.with("OTHER_WORKSPACE_TOKEN", cloud.tokenOf("other"));
      return NodeTests.of(clients.with("DATABASE_URL", SomeDatabase.in(cloud)), script);
    }
  }
}
