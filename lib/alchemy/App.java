package alchemy;

import alchemy.engine.Fault;
import alchemy.engine.Node;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.provider.Env;
import alchemy.provider.Provider;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An app: the resources that one script declares, in one stage. A scope of it is an app, too, whose
 * ids start with the scope's name.
 *
 * <p>Not closeable on purpose: {@link #finish} deletes what left the script, which must not happen
 * after an exception. For use by one thread.
 */
public final class App {
  private static final ThreadLocal<App> OF_THREAD = new ThreadLocal<>();
  // JShell runs each snippet on a thread of its own, so the app opened last stands in.
  private static volatile App lastOpened;

  private final Session session;
  private final String prefix;

  private App(Session session, String prefix) {
    this.session = session;
    this.prefix = prefix;
  }

  /** Opens an app and makes it the one that calls without an app mean. */
  public static App open(String name, RunOptions options) {
    return open(new Session(name, options));
  }

  static App open(Session session) {
    App app = new App(session, "");
    OF_THREAD.set(app);
    lastOpened = app;
    return app;
  }

  /**
   * The app that is open.
   *
   * @throws NoAppException if none is, saying how to open one
   */
  public static App current() {
    App app = OF_THREAD.get();
    if (app == null || app.session.isClosed()) {
      app = lastOpened;
    }
    if (app == null || app.session.isClosed()) {
      throw new NoAppException();
    }
    return app;
  }

  /** The app's name. */
  public String name() {
    return session.app();
  }

  /** The stage's name: {@code --stage}, else {@code ALCHEMY_STAGE}, else the user's name. */
  public String stage() {
    return session.options().stage();
  }

  /** The script's own arguments: what follows {@code --} on the command line. */
  public List<String> args() {
    return session.options().scriptArgs();
  }

  /** A part of this app: ids declared in it start with {@code name/}. */
  public App scope(String name) {
    return new App(session, prefix + name + "/");
  }

  /**
   * Declares an output that is shown at the end and kept in state.
   *
   * @param value a method reference or supplier, asked once everything is done
   */
  public void output(String name, Supplier<?> value) {
    session.graph().output(prefix + name, value);
  }

  /**
   * Declares an output with a value that is known.
   *
   * @param value text, number, boolean, {@link Secret}, list, map or record
   * @throws OutputException if it is null, or a resource, of which an attribute was meant
   */
  public void output(String name, Object value) {
    if (value == null || value instanceof Resource) {
      throw new OutputException(name, value);
    }
    output(name, () -> value);
  }

  /** What {@link #finish} would do now. Changes nothing and asks no service. */
  public Plan plan() {
    return session.plan();
  }

  /**
   * Brings the stage to what was declared, deletes what left the script, and closes the app. The
   * counterpart of TypeScript's {@code app.finalize()}, a name that Java's objects have taken.
   *
   * @return what was done
   * @throws AlchemyException if anything failed; nothing is deleted then
   */
  public Plan finish() {
    int code = 1;
    try {
      Plan done = session.finish();
      code = 0;
      return done;
    } catch (AlchemyException e) {
      code = e.exitCode();
      throw e;
    } finally {
      Alchemy.shellEndsWith(code);
      close();
    }
  }

  /**
   * A resource that was declared, by its id with scopes; null if none was. For a shell, whose
   * snippets do not see what a script's body holds.
   */
  public <R extends Resource> R resource(String id, Class<R> type) {
    Node node = session.graph().node(prefix + id);
    return node == null ? null : type.cast(node.resource());
  }

  /** The outputs as they were after the last {@link #finish} of the stage. */
  public Map<String, Object> outputs() {
    return session.outputs();
  }

  /** Runs a body in this app. A body that throws breaks the app: nothing more is applied. */
  public void record(Body body) {
    session.record(() -> body.run(this));
  }

  /** Ends the app without doing anything: gives the stage's lock back. */
  public void close() {
    session.close();
    if (OF_THREAD.get() != null && OF_THREAD.get().session == session) {
      OF_THREAD.remove();
    }
    if (lastOpened != null && lastOpened.session == session) {
      lastOpened = null;
    }
  }

  /** Declares a resource from filled-in settings; for authors of resources. */
  public <P extends Record, O extends Record, S extends Settings<S>> Handle<O> declare(
      String id, Provider<P, O> provider, S settings, Consumer<? super S> body) {
    given(id, provider);
    return session.guarded(
        () -> {
          body.accept(settings);
          Node node =
              session
                  .graph()
                  .declare(prefix + id, provider, settings.values(), null, settings.parents());
          return new Handle<>(settings.identify(node));
        });
  }

  <P extends Record, O extends Record> Handle<O> declare(
      String id, Provider<P, O> provider, Supplier<P> props) {
    given(id, provider);
    given(props, provider);
    return new Handle<>(session.graph().declare(prefix + id, provider, Map.of(), props, Set.of()));
  }

  /** The folder that relative paths start from: the script's. For authors of resources. */
  public Path root() {
    return session.options().root();
  }

  /** True in a plan for a test, which must run without files and network. For the same. */
  public boolean isOffline() {
    return mode() == RunOptions.Mode.OFFLINE;
  }

  /** Tells a person what takes its time. For the same. */
  public void note(String text) {
    session.options().listener().note(text);
  }

  Env env() {
    return session.options().env();
  }

  RunOptions.Mode mode() {
    return session.options().mode();
  }

  String varying(String text) {
    return session.graph().varying(text);
  }

  void fault(Fault fault) {
    session.graph().fault(fault);
  }

  /** The run's engine, for the commands. */
  public Session session() {
    return session;
  }

  /** Breaks the app that is open, if one is, and gives the reason back to be thrown. */
  static <E extends Throwable> E broken(E why) {
    App app = OF_THREAD.get() == null ? lastOpened : OF_THREAD.get();
    return app == null || app.session.isClosed() ? why : app.session.broken(why);
  }

  private void given(Object value, Provider<?, ?> provider) {
    if (value == null) {
      throw session.broken(new NullValueException(provider.type(), "id"));
    }
  }

  @Override
  public String toString() {
    Collection<?> nodes = session.graph().nodes();
    return "App " + name() + ", stage " + stage() + ", resources: " + nodes;
  }
}
