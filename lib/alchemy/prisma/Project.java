package alchemy.prisma;

import alchemy.App;
import alchemy.Handle;
import alchemy.Resource;
import alchemy.Secret;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A Prisma project, which holds databases. It comes without a database of its own. It is not
 * deleted unless {@link Settings#delete delete(true)} says so.
 */
public final class Project implements Resource {
  private final Handle<ProjectProvider.Outputs> handle;
  private final String reference;

  private Project(Handle<ProjectProvider.Outputs> handle, String reference) {
    this.handle = handle == null ? null : handle.of(this);
    this.reference = reference;
  }

  /**
   * Declares a project with nothing set.
   *
   * @param id the resource's id in the script; its identity in state
   */
  public static Project of(String id) {
    return of(App.current(), id, settings -> {});
  }

  /** Declares a project. */
  public static Project of(String id, Consumer<? super Settings> settings) {
    return of(App.current(), id, settings);
  }

  /** Declares a project with nothing set in a given app or scope. */
  public static Project of(App app, String id) {
    return of(app, id, settings -> {});
  }

  /** Declares a project in a given app or scope. */
  public static Project of(App app, String id, Consumer<? super Settings> settings) {
    return new Project(app.declare(id, new ProjectProvider(), new Settings(), settings), null);
  }

  /**
   * A project that was made elsewhere. Nothing is asked about it, and nothing deletes it.
   *
   * @param id the service's id, as {@code "proj_abc123"}; with or without the prefix
   */
  public static Project ref(String id) {
    return new Project(null, References.id("Project", id));
  }

  /** The service's id. */
  public String id() {
    return handle == null ? reference : handle.output("id");
  }

  /** The name that the service shows. */
  public String name() {
    return read("name");
  }

  /** The id of the workspace that it is in. */
  public String workspaceId() {
    return read("workspaceId");
  }

  /** The name of the workspace that it is in; null if the service does not tell. */
  public String workspaceName() {
    return read("workspaceName");
  }

  /** When the service made it. */
  public Instant createdAt() {
    return read("createdAt");
  }

  private <T> T read(String attribute) {
    return References.known(handle, this, attribute).output(attribute);
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle == null ? "Project.ref(\"" + reference + "\")" : handle.toString();
  }

  /** What can be set on a project. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings() {
      super("Project");
    }

    /** The name that the service shows. Default: app, id and stage, and a short random part. */
    public Settings name(String name) {
      return set("name", name);
    }

    /**
     * The default region of its databases. Default: none. A change makes a new project.
     *
     * @param region as {@code "us-east-1"}
     */
    public Settings region(String region) {
      return set("region", region);
    }

    /**
     * The workspace that it must be in; a deploy with a token of another one is refused. Default:
     * the token's.
     */
    public Settings workspace(WorkspaceRef workspace) {
      given("workspace", workspace);
      if (!has("serviceToken")) {
        References.inheritToken(workspace).ifPresent(this::inherited);
      }
      return set("workspaceId", workspace, workspace::id);
    }

    /**
     * An identity of your own, unique in its workspace, by which the service finds it: an
     * interrupted deploy looks for it, and {@code adopt} takes it over, whatever its name is.
     * Default: none. A change makes a new project.
     *
     * @param logicalId small letters, digits, - and _
     */
    public Settings logicalId(String logicalId) {
      return set("logicalId", logicalId);
    }

    /**
     * Whether leaving the script, replacing and destroying delete it, with all its data. Default:
     * false, which keeps it.
     */
    public Settings delete(boolean delete) {
      return set("delete", delete);
    }

    /** The token for this project and all that is declared in it. Default: PRISMA_SERVICE_TOKEN. */
    public Settings serviceToken(Secret token) {
      return set("serviceToken", token);
    }

    private void inherited(Object token) {
      set("serviceToken", token);
    }
  }
}
