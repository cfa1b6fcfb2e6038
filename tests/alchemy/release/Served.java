package alchemy.release;

import alchemy.e2e.Shell;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a person without a checkout reaches by HTTP: at the root the catalog and the single files
 * that it names, as a forge serves them, without listings; below {@code /maven} a Maven repository.
 */
final class Served implements AutoCloseable {
  private static final String MAVEN = "/maven/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Path> repositories;

  /** Serves these repositories as one; the first that has a file gives it. */
  Served(Path... repositories) throws IOException {
    this.repositories = List.of(repositories);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = file(exchange.getRequestURI().getPath());
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, Files.size(file));
        Files.copy(file, exchange.getResponseBody());
      }
    }
  }

  private Path file(String path) {
    if (!path.startsWith(MAVEN)) {
      return Shell.HOME.resolve(path.substring(1));
    }
    return repositories.stream()
        .map(each -> each.resolve(path.substring(MAVEN.length())))
        .filter(Files::exists)
        .findFirst()
        .orElse(Path.of(path));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
