package alchemy.local.postgres;

import alchemy.fetch.CacheFolder;
import alchemy.fetch.Platform;
import alchemy.local.Children;
import alchemy.local.Loopback;
import alchemy.local.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * One PostgreSQL server, its data in {@code postgres} of the data folder. It syncs nothing to disk:
 * a killed process loses nothing by that, only a crash of the machine may.
 */
public final class Postgres implements AutoCloseable {
  private static final Duration START_GRACE = Duration.ofSeconds(60);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final String READY = "database system is ready to accept connections";
  private static final int KEPT_LOG_LINES = 20;

  private final Children children;
  private final Process process;
  private final int port;
  private final Databases databases;

  private Postgres(Children children, Process process, int port, String password) {
    this.children = children;
    this.process = process;
    this.port = port;
    this.databases = new Databases(port, password);
  }

  /**
   * Starts the server and returns when it accepts connections. The first start makes the data,
   * which takes half a second, and on a fresh machine unpacks the binaries, which takes one or two
   * more.
   *
   * @param store keeps the superuser's password; its folder holds the data
   * @param portOf gives a port on 127.0.0.1, asked once nothing of ours has one
   * @param children runs it, so that it ends when this process does
   * @throws PostgresMissingException if its binaries are not on the class path
   * @throws PostgresFailedException with the last lines of its log, if it does not come up
   */
  public static Postgres start(Store store, IntSupplier portOf, Children children) {
    try {
      var user = OrdinaryUser.find();
      var cache = user.binaries(CacheFolder.current());
      var home = PostgresArchive.of(Platform.current()).unpacked(cache);
      var data = store.folder().toRealPath().resolve("postgres");
      StalePostmaster.stop(data);
      int port = portOf.getAsInt(); // only now: the stale one may have had it
      var password = initialised(store, data, home, user, children);
      SelfSigned.into(data, user);
      var command = new ArrayList<>(user.prefix());
      command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data.toString()));
      command.addAll(List.of("-p", Integer.toString(port)));
      for (var setting :
          List.of(
              "listen_addresses=" + Loopback.HOST,
              "unix_socket_directories=",
              "ssl=on", // offered, not asked for: workerd connects without
              "fsync=off",
              "shared_buffers=32MB",
              "max_connections=100",
              "timezone=UTC",
              "log_timezone=UTC",
              "logging_collector=off",
              "log_destination=stderr")) {
        command.addAll(List.of("-c", setting));
      }
      var process = children.start("postgres", builder(command), "INT");
      awaitReady(process);
      return new Postgres(children, process, port, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The databases and roles in it. */
  public Databases databases() {
    return databases;
  }

  /** Ends all sessions and stops the server; returns when it is gone. */
  @Override
  public void close() {
    databases.close();
    children.stop(process, STOP_GRACE);
  }

  private static String initialised(
      Store store, Path data, Path home, OrdinaryUser user, Children children) throws IOException {
    var kept = store.load("postgres");
    if (Files.isDirectory(data) && kept.get("password") instanceof String password) {
      user.own(data);
      return password;
    }
    if (Files.isDirectory(data)) {
      throw new PostgresFailedException(
          null,
          "Its data is there, but its password is not in the data folder's store.",
          "data " + data,
          "Remove the data folder to start anew; its databases are lost with it.");
    }
    var password = randomPassword();
    store.save("postgres", Map.of("password", password));
    // Made beside and renamed, so that a kill in the middle leaves no half cluster.
    var fresh = data.resolveSibling("postgres.new");
    TarXz.delete(fresh);
    Files.createDirectory(fresh);
    var passwordFile = ownerOnly(data.resolveSibling("postgres.password"), password);
    try {
      user.own(fresh);
      user.own(passwordFile);
      var command = new ArrayList<>(user.prefix());
      command.addAll(List.of(home.resolve("bin/initdb").toString(), "-D", fresh.toString()));
      command.addAll(List.of("-U", Databases.SUPERUSER, "--pwfile=" + passwordFile));
      command.addAll(List.of("-A", "scram-sha-256", "--no-sync", "-E", "UTF8"));
      // Bytewise order as in C, but upper() and lower() know more than ASCII; no system locale.
      command.addAll(
          List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
      var process = children.start("initdb", builder(command));
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (exitCode(process) != 0) {
        throw new PostgresFailedException(null, output.strip().split("\n"));
      }
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    return password;
  }

  private static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // PGDATA, PGPORT or a library path of the user's own PostgreSQL must not reach ours.
    builder.environment().keySet().retainAll(Set.of("PATH", "HOME", "TMPDIR"));
    return builder;
  }

  private static void awaitReady(Process process) throws IOException {
    var ready = new CompletableFuture<Void>();
    Deque<String> last = new ArrayDeque<>();
    // Reads to the end, since a full pipe would stop the server; statements may stand in the log,
    // so nothing of it is kept once the server is up.
    var reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line; (line = lines.readLine()) != null; ) {
                  if (ready.isDone()) {
                    continue;
                  }
                  last.add(line);
                  if (last.size() > KEPT_LOG_LINES) {
                    last.remove();
                  }
                  if (line.contains(READY)) {
                    ready.complete(null);
                  }
                }
                ready.completeExceptionally(
                    new PostgresFailedException(null, last.toArray(new String[0])));
              } catch (IOException e) {
                ready.completeExceptionally(e);
              }
            },
            "postgres-log");
    reader.setDaemon(true);
    reader.start();
    // Meanwhile, since the first statement needs it: loading the driver takes as long as the start.
    Databases.loadDriver();
    try {
      ready.get(START_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PostgresFailedException failed) {
        throw failed;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new PostgresFailedException(
          e, "It was not ready after " + START_GRACE.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Path ownerOnly(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  static String randomPassword() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
