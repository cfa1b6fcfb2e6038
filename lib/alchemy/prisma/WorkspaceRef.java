package alchemy.prisma;

import alchemy.App;
import alchemy.Handle;
import alchemy.Resource;
import alchemy.Secret;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A workspace that exists, found by its name or id among those that the token reaches. A deploy
 * fails if there is none. Nothing here makes, changes or deletes a workspace.
 */
public final class WorkspaceRef implements Resource {
  private final Handle<WorkspaceRefProvider.Outputs> handle;

  private WorkspaceRef(Handle<WorkspaceRefProvider.Outputs> handle) {
    this.handle = handle.of(this);
  }

  /**
   * Refers to a workspace. Its id in the script is derived: {@code workspace-} and the identifier.
   *
   * @param identifier the workspace's name or id
   */
  public static WorkspaceRef of(String identifier) {
    return of(App.current(), identifier, settings -> {});
  }

  /** Refers to a workspace with a token of its own. */
  public static WorkspaceRef of(String identifier, Consumer<? super Settings> settings) {
    return of(App.current(), identifier, settings);
  }

  /** Refers to a workspace in a given app or scope. */
  public static WorkspaceRef of(App app, String identifier) {
    return of(app, identifier, settings -> {});
  }

  /** Refers to a workspace in a given app or scope with a token of its own. */
  public static WorkspaceRef of(App app, String identifier, Consumer<? super Settings> settings) {
    Settings values = new Settings(identifier);
    String id = "workspace-" + identifier.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
    String shown = id.length() <= 63 ? id : id.substring(0, 63);
    return new WorkspaceRef(app.declare(shown, new WorkspaceRefProvider(), values, settings));
  }

  /** The service's id. */
  public String id() {
    return handle.output("id");
  }

  /** The workspace's name. */
  public String name() {
    return handle.output("name");
  }

  /** When the service made it. */
  public Instant createdAt() {
    return handle.output("createdAt");
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }

  /** What can be set on a reference to a workspace. */
  public static final class Settings extends alchemy.Settings<Settings> {
    Settings(String identifier) {
      super("WorkspaceRef");
      set("identifier", identifier);
    }

    /** The token to look with. Default: PRISMA_SERVICE_TOKEN. */
    public Settings serviceToken(Secret token) {
      return set("serviceToken", token);
    }
  }
}
