package alchemy.local;

import java.nio.file.Path;

/** A local cloud in this process, over a folder of a test. */
public final class TestCloud implements AutoCloseable {
  private final LocalCloud cloud = new LocalCloud();
  private final Ready ready;

  /** Starts it. */
  public TestCloud(Path folder) {
    this.ready = cloud.start(folder, 0, new Silence());
  }

  /** A client of Prisma's API with the default token. */
  public Api prisma() {
    return new Api(ready.prisma(), ready.tokens().prisma());
  }

  /** The token of a workspace with a name of its own. */
  public String tokenOf(String workspace) {
    return ready.tokens().prisma() + "." + workspace;
  }

  int port() {
    return ready.port();
  }

  @Override
  public void close() {
    cloud.close();
  }

  private static final class Silence implements Events {
    @Override
    public void log(String worker, String text) {
      throw new AssertionError("no Worker runs here: " + worker + " wrote " + text);
    }

    @Override
    public void note(String text) {
      System.err.println(text);
    }
  }
}
