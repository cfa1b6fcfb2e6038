package alchemy.local.postgres;

import alchemy.local.Children;
import alchemy.local.Ports;
import alchemy.local.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL for a test, which may be killed and started again. */
public final class TestPostgres implements AutoCloseable {
  private static final String PASSWORD = "the-password-of-" + Long.toHexString(System.nanoTime());

  private final Store store;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();
  private Children children = new Children();
  private Postgres server;

  /** Starts it, its data in a folder. */
  public TestPostgres(Path folder) {
    store = new Store(folder);
    port = new Ports(store).take("postgres");
    server = Postgres.start(store, () -> port, children);
  }

  /** A new database's connection string. */
  public String database() {
    String name = "state_" + databases.incrementAndGet();
    server.databases().create(name);
    server.databases().createLogin(name, name + "_login", PASSWORD);
    return url(name, port);
  }

  /** The same by way of another port. */
  public String by(String url, int otherPort) {
    return url.replace(":" + port + "/", ":" + otherPort + "/");
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Ends it with SIGKILL; its sessions end with it. */
  public void kill() {
    try {
      Path file = store.folder().resolve("postgres/postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      // A session may take one more statement before it sees that its server is gone.
      List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(each -> each.onExit().join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    children.close();
  }

  /** Starts it again, over the same data at the same port. */
  public void startAgain() {
    children = new Children();
    server = Postgres.start(store, () -> port, children);
  }

  @Override
  public void close() {
    children.close();
  }

  private static String url(String name, int port) {
    return "postgres://" + name + "_login:" + PASSWORD + "@127.0.0.1:" + port + "/" + name;
  }
}
