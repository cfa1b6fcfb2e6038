package alchemy.cli;

import alchemy.App;
import alchemy.Body;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.Worker;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does once what most runs do, so that the JVM can keep the classes of it as they lie in memory:
 * the launcher starts this with {@code -XX:ArchiveClassesAtExit} when it has built the library.
 * What is not met here is only slower to load; an HTTP client is not, since with TLS it would
 * nearly double the archive, and a run that changes nothing makes none.
 */
final class Rehearsal {
  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /**
   * Rehearses; ends with 0 if all went well.
   *
   * @param args a folder that may be filled
   */
  public static void main(String... args) {
    Rehearsal rehearsal = new Rehearsal(Path.of(args[0]));
    boolean done =
        rehearsal.run(Rehearsal::group, "plan")
            && rehearsal.run(Rehearsal::thing, "deploy")
            && rehearsal.run(Rehearsal::thing, "deploy", "--yes");
    System.exit(done ? Exit.DONE : Exit.FAILED);
  }

  private boolean run(Body body, String... words) {
    Map<String, String> variables =
        Map.of(
            "ALCHEMY_ROOT", folder.toString(),
            "ALCHEMY_STAGE", "rehearsal",
            "ALCHEMY_PASSWORD", "only for a rehearsal",
            "PRISMA_SERVICE_TOKEN", "none",
            "CLOUDFLARE_API_TOKEN", "none",
            "CLOUDFLARE_ACCOUNT_ID", "none");
    PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), true);
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), silence, silence, each -> false, variables);
    Invocation invocation =
        new Invocation(
            terminal,
            variables,
            folder,
            "nobody",
            System::nanoTime,
            "rehearsal",
            body,
            "alchemy.run.java",
            List.of(words),
            List.of());
    return new Dispatch(invocation).run() == Exit.DONE;
  }

  private static void group(App app) {
    Project project = Project.of("project");
    Database database = Database.of("database", project, d -> d.region("us-east-1"));
    Connection connection = Connection.of("connection", database, c -> c.name("connection"));
    Hyperdrive hyperdrive = Hyperdrive.of("hyperdrive", connection);
    Worker worker =
        Worker.of("worker", w -> w.script("export default {}").bind("HYPERDRIVE", hyperdrive));
    app.output("url", worker::url);
  }

  private static void thing(App app) {
    var thing = Resource.of("thing", new Things(), () -> new Things.Props("wanted"));
    app.output("key", () -> thing.output().key());
  }

  /** A kind of resource with a secret, which is nowhere. */
  static final class Things implements Provider<Things.Props, Things.Outputs> {
    record Props(String text) {}

    record Outputs(String id, Secret key) {}

    @Override
    public String type() {
      return "alchemy:Rehearsal";
    }

    @Override
    public boolean isAtHand() {
      return true; // or a client would be made
    }

    @Override
    public Outputs create(Context context, Props wanted) {
      Secret key = Secret.of("a key of no use");
      context.saved("id", Map.of("key", key));
      return new Outputs("id", key);
    }

    @Override
    public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
      return Optional.of(existing.outputs());
    }

    @Override
    public List<Candidate> find(Context context, Props wanted) {
      return List.of();
    }

    @Override
    public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
      return existing.outputs();
    }

    @Override
    public void delete(Context context, Existing<Props, Outputs> existing) {}
  }
}
