package alchemy.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One run of esbuild's binary, from the root as its working folder into a temporary one. */
final class EsbuildRun {
  static final String SOURCE_MAP = "application/source-map";
  private static final List<String> NODE_MODULES =
      List.of(
          ("assert async_hooks buffer child_process cluster console constants crypto dgram"
               + " diagnostics_channel dns domain events fs http http2 https inspector module net"
               + " os path perf_hooks process punycode querystring readline repl stream"
               + " string_decoder sys timers tls trace_events tty url util v8 vm wasi"
               + " worker_threads zlib")
              .split(" "));
  private static final List<String> COPIED = List.of("wasm", "txt", "html", "sql", "bin");
  private static final String METAFILE = "inputs.json";
  private static final String MAP = Bundler.MAIN + ".map";

  private final Path root;
  private final Path packages;
  private final Path out;

  EsbuildRun(Path root, Path packages, Path out) {
    this.root = root;
    this.packages = packages;
    this.out = out;
  }

  /** Runs it and returns what it complains of. */
  List<Complaint> start(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.add("--outfile=" + out.resolve(Bundler.MAIN));
    whole.add("--metafile=" + out.resolve(METAFILE));
    ProcessBuilder builder =
        new ProcessBuilder(whole).directory(root.toFile()).redirectErrorStream(true);
    // Both would make the result depend on the caller: PWD may name the root through a link, and
    // NODE_PATH adds places to look for packages in.
    builder.environment().remove("PWD");
    builder.environment().remove("NODE_PATH");
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      process.getOutputStream().close();
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      List<Complaint> complaints = Complaint.parse(said, root, packages);
      if (code != 0 && complaints.stream().noneMatch(Complaint::error)) {
        throw new IOException("esbuild ended with " + code + ": " + said.strip());
      }
      return complaints;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while esbuild was running");
    } finally {
      process.destroy();
    }
  }

  /** The command line, but for where the result goes; with the sources it decides the result. */
  static List<String> command(Path esbuild, Path root, Path entry, BundleOptions options) {
    List<String> command = new ArrayList<>();
    command.add(esbuild.toString());
    command.add(root.relativize(entry).toString());
    command.addAll(
        List.of(
            "--bundle",
            "--format=esm",
            "--target=es2024",
            "--platform=neutral",
            "--main-fields=browser,module,main",
            // "workerd" is what makes pg-cloudflare use the runtime's own sockets.
            "--conditions=workerd,worker,browser",
            "--external:node:*",
            "--external:cloudflare:*",
            "--external:pg-native",
            // CommonJS packages ask for Node's modules through require, which an ES module lacks.
            "--banner:js=const require=i=>process.getBuiltinModule(i);",
            "--keep-names",
            "--sourcemap=external",
            "--sources-content=false",
            "--asset-names=[name]-[hash]",
            "--color=false",
            "--log-level=warning",
            "--log-limit=0"));
    NODE_MODULES.forEach(name -> command.add("--alias:" + name + "=node:" + name));
    COPIED.forEach(extension -> command.add("--loader:." + extension + "=copy"));
    options.define().forEach((name, value) -> command.add("--define:" + name + "=" + value));
    if (options.minify()) {
      command.add("--minify");
    }
    return command;
  }

  /** The modules that it wrote. */
  List<Module> modules() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(out)) {
      files =
          list.filter(file -> !file.endsWith(METAFILE) && !file.endsWith(Bundler.MAIN)).toList();
    }
    List<Module> modules = new ArrayList<>();
    String main = Files.readString(out.resolve(Bundler.MAIN));
    for (Path file : files) {
      String name = file.getFileName().toString();
      String extension = name.substring(name.lastIndexOf('.') + 1);
      if (COPIED.contains(extension)) {
        modules.add(new Module(name, contentType(extension), Files.readAllBytes(file)));
        // "./x.wasm?module" is how some generators import; the module's name has no such ending.
        main = main.replace(name + "?module", name);
      }
    }
    byte[] content = main.getBytes(StandardCharsets.UTF_8);
    modules.add(new Module(Bundler.MAIN, "application/javascript+module", content));
    modules.add(new Module(MAP, SOURCE_MAP, map()));
    return modules;
  }

  // Its sources are relative to a temporary folder; relative to the root they are the same
  // anywhere.
  private byte[] map() throws IOException {
    ByteArrayOutputStream map = new ByteArrayOutputStream();
    JsonFactory json = new JsonFactory();
    try (JsonParser from = json.createParser(out.resolve(MAP).toFile());
        JsonGenerator to = json.createGenerator(map)) {
      String field = "";
      for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
        field = token == JsonToken.FIELD_NAME ? from.currentName() : field;
        if (token == JsonToken.VALUE_STRING && field.equals("sources")) {
          to.writeString(fromRoot(from.getText()));
        } else {
          to.copyCurrentEvent(from);
        }
      }
    }
    return map.toByteArray();
  }

  private String fromRoot(String name) {
    return name.startsWith("../")
        ? root.relativize(out.resolve(name).normalize()).toString().replace('\\', '/')
        : name;
  }

  private static String contentType(String extension) {
    return switch (extension) {
      case "wasm" -> "application/wasm";
      case "bin" -> "application/octet-stream";
      default -> "text/plain";
    };
  }

  /** The files that it read, absolute. */
  List<Path> inputs() throws IOException {
    List<Path> inputs = new ArrayList<>();
    // Streamed: binding the file to objects would cost more than the rest of the build.
    try (JsonParser json = new JsonFactory().createParser(out.resolve(METAFILE).toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals("inputs");
        json.nextToken();
        if (wanted) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            add(json.currentName(), inputs);
            json.nextToken();
            json.skipChildren();
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return inputs.stream().distinct().toList();
  }

  private void add(String name, List<Path> inputs) {
    int query = name.indexOf('?');
    Path file = root.resolve(query < 0 ? name : name.substring(0, query)).normalize();
    // Some inputs are esbuild's own, as packages that a "browser" field switches off.
    if (Files.isRegularFile(file)) {
      inputs.add(file);
    }
  }
}
