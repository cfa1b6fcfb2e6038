package alchemy.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A local cloud in this process, over a folder of a test. */
public final class TestCloud implements AutoCloseable {
  private final LocalCloud cloud = new LocalCloud();
  private final Ready ready;

  /** Starts it for a test in which no Worker writes anything. */
  public TestCloud(Path folder) {
    this(
        folder,
        line -> {
          throw new AssertionError("no Worker runs here: " + line);
        });
  }

  /**
   * Starts it.
   *
   * @param log is given what Workers write
   */
  public TestCloud(Path folder, Consumer<String> log) {
    this.ready = cloud.start(folder, 0, new Log(log), Faults.none(), line -> {});
  }

  /** A client of Prisma's API with the default token. */
  public Api prisma() {
    return new Api(ready.prisma(), ready.tokens().prisma());
  }

  /** A client of Cloudflare's API; paths are relative to the account. */
  public Api cloudflare() {
    String account = "/accounts/" + ready.tokens().accountId();
    return new Api(ready.cloudflare() + account, ready.tokens().cloudflare());
  }

  /** A client of Cloudflare's API; paths are relative to another path than the account. */
  public Api cloudflareAt(String path) {
    return new Api(ready.cloudflare() + path, ready.tokens().cloudflare());
  }

  /** The variables that point a client here. */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String each : ready.exports()) {
      String[] pair = each.substring("export ".length()).split("=", 2);
      variables.put(pair[0], pair[1]);
    }
    return variables;
  }

  /** The token of a workspace with a name of its own. */
  public String tokenOf(String workspace) {
    return ready.tokens().prisma() + "." + workspace;
  }

  /** The address that opens the page. */
  public URI page() {
    return URI.create(ready.page());
  }

  int port() {
    return ready.port();
  }

  @Override
  public void close() {
    cloud.close();
  }

  private record Log(Consumer<String> lines) implements Events {
    @Override
    public void log(String worker, String text) {
      lines.accept(worker + ": " + text);
    }

    @Override
    public void note(String text) {
      System.err.println(text);
    }
  }
}
