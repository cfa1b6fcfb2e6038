package alchemy.local.prisma;

import alchemy.local.Json;
import alchemy.local.Store;
import alchemy.local.prisma.Rows.ConnectionRow;
import alchemy.local.prisma.Rows.DatabaseRow;
import alchemy.local.prisma.Rows.ProjectRow;
import alchemy.local.prisma.Rows.WorkspaceRow;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rows and their rules. A change is on disk once {@link #settle} has returned, which those who
 * wait for it together pay once; whatever is refused changes nothing. Safe for use by several
 * threads: one change or read at a time.
 */
final class Registry {
  private static final String FILE = "prisma";
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Store store;
  private final Clock clock;
  // Held while the file is written, and not while rows are changed or read.
  private final Object disk = new Object();
  private Rows rows;
  private long changes;
  private long settled; // how many changes the file has

  Registry(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    var kept = store.load(FILE);
    this.rows = kept.isEmpty() ? Rows.empty() : Json.convert(kept, Rows.class);
  }

  /** Reads several things as they are at one moment. */
  synchronized <T> T read(Supplier<T> reading) {
    return reading.get();
  }

  /** The workspace of a name, made at the first use. */
  synchronized WorkspaceRow workspace(String name) {
    return rows.workspaces().stream()
        .filter(w -> w.name().equals(name))
        .findFirst()
        .orElseGet(
            () -> {
              var made = new WorkspaceRow(nextSeq(), Ids.fresh(), name, now());
              rows.workspaces().add(made);
              changes++;
              return made;
            });
  }

  synchronized List<ProjectRow> projects(WorkspaceRow workspace) {
    return rows.projects().stream().filter(p -> p.workspaceId().equals(workspace.id())).toList();
  }

  synchronized List<DatabaseRow> databases(WorkspaceRow workspace) {
    return projects(workspace).stream()
        .flatMap(p -> databases(p).stream())
        .sorted(this::older)
        .toList();
  }

  /** Those of all workspaces. */
  synchronized List<DatabaseRow> databases() {
    return List.copyOf(rows.databases());
  }

  synchronized List<DatabaseRow> databases(ProjectRow project) {
    return rows.databases().stream().filter(d -> d.projectId().equals(project.id())).toList();
  }

  synchronized List<ConnectionRow> connections(WorkspaceRow workspace) {
    return databases(workspace).stream()
        .flatMap(d -> connections(d).stream())
        .sorted(this::older)
        .toList();
  }

  synchronized List<ConnectionRow> connections(DatabaseRow database) {
    return rows.connections().stream().filter(c -> c.databaseId().equals(database.id())).toList();
  }

  private int older(Rows.Row a, Rows.Row b) {
    return Long.compare(a.seq(), b.seq());
  }

  synchronized ProjectRow project(WorkspaceRow workspace, String id) {
    var bare = Ids.bare(Ids.PROJECT, id);
    return first(
        projects(workspace).stream().filter(p -> p.id().equals(bare)).findFirst(), "Project", id);
  }

  synchronized DatabaseRow database(WorkspaceRow workspace, String id) {
    var bare = Ids.bare(Ids.DATABASE, id);
    return first(
        databases(workspace).stream().filter(d -> d.id().equals(bare)).findFirst(), "Database", id);
  }

  synchronized ConnectionRow connection(WorkspaceRow workspace, String id) {
    var bare = Ids.bare(Ids.CONNECTION, id);
    return first(
        connections(workspace).stream().filter(c -> c.id().equals(bare)).findFirst(),
        "Connection",
        id);
  }

  private static <T> T first(Optional<T> found, String what, String id) {
    return found.orElseThrow(() -> ApiFault.notFound(what, id));
  }

  synchronized ProjectRow addProject(
      WorkspaceRow workspace, String name, String logicalId, String region) {
    if (logicalId != null
        && projects(workspace).stream().anyMatch(p -> logicalId.equals(p.logicalId()))) {
      throw ApiFault.conflict(
          "A project with the same `logicalId` already exists in the workspace.");
    }
    var made =
        new ProjectRow(
            nextSeq(), Ids.fresh(), workspace.id(), Ids.fresh(), name, logicalId, region, now());
    rows.projects().add(made);
    changes++;
    return made;
  }

  synchronized ProjectRow rename(WorkspaceRow workspace, String id, String name) {
    var changed = project(workspace, id).named(name);
    rows.projects().replaceAll(p -> p.id().equals(changed.id()) ? changed : p);
    changes++;
    return changed;
  }

  /** A row for a database that is still to be made; nobody sees it before it is added. */
  synchronized DatabaseRow draft(
      ProjectRow project, String name, String logicalId, String region, boolean isDefault) {
    var draft =
        new DatabaseRow(
            nextSeq(),
            Ids.fresh(),
            project.id(),
            name,
            logicalId,
            region,
            isDefault,
            Ids.fresh(),
            now());
    checkAddable(draft);
    return draft;
  }

  synchronized ConnectionRow draftDefault(DatabaseRow database) {
    return new ConnectionRow(
        nextSeq(), database.defaultConnectionId(), database.id(), "default", now());
  }

  synchronized ConnectionRow draft(DatabaseRow database, String name) {
    return new ConnectionRow(nextSeq(), Ids.fresh(), database.id(), name, now());
  }

  /** Adds a database that exists by now, unless what it needs has changed meanwhile. */
  synchronized void add(DatabaseRow database, ConnectionRow connection) {
    checkAddable(database);
    rows.databases().add(database);
    rows.connections().add(connection);
    changes++;
  }

  private void checkAddable(DatabaseRow database) {
    var project =
        first(
            rows.projects().stream().filter(p -> p.id().equals(database.projectId())).findFirst(),
            "Project",
            Ids.PROJECT + database.projectId());
    var siblings = databases(project);
    if (database.isDefault() && siblings.stream().anyMatch(DatabaseRow::isDefault)) {
      throw ApiFault.invalid("The project has a default database already.");
    }
    checkLogicalId(siblings, database.id(), database.logicalId());
  }

  // A project has one branch here, so unique on the branch is unique in the project.
  private static void checkLogicalId(List<DatabaseRow> siblings, String id, String logicalId) {
    if (logicalId != null
        && siblings.stream().anyMatch(d -> logicalId.equals(d.logicalId()) && !d.id().equals(id))) {
      throw ApiFault.conflict("A database with the same `logicalId` already exists on the branch.");
    }
  }

  synchronized void add(ConnectionRow connection) {
    if (rows.databases().stream().noneMatch(d -> d.id().equals(connection.databaseId()))) {
      throw ApiFault.notFound("Database", Ids.DATABASE + connection.databaseId());
    }
    rows.connections().add(connection);
    changes++;
  }

  synchronized DatabaseRow change(
      WorkspaceRow workspace, String id, Optional<String> name, Optional<String> logicalId) {
    var before = database(workspace, id);
    var changed = before.named(name.orElse(before.name()), logicalId.orElse(before.logicalId()));
    checkLogicalId(databases(projectOf(before)), changed.id(), changed.logicalId());
    rows.databases().replaceAll(d -> d.id().equals(changed.id()) ? changed : d);
    changes++;
    return changed;
  }

  synchronized ProjectRow projectOf(DatabaseRow database) {
    return rows.projects().stream()
        .filter(p -> p.id().equals(database.projectId()))
        .findFirst()
        .orElseThrow(() -> ApiFault.notFound("Database", Ids.DATABASE + database.id()));
  }

  synchronized DatabaseRow databaseOf(ConnectionRow connection) {
    return rows.databases().stream()
        .filter(d -> d.id().equals(connection.databaseId()))
        .findFirst()
        .orElseThrow(() -> ApiFault.notFound("Connection", Ids.CONNECTION + connection.id()));
  }

  synchronized boolean isPresent(DatabaseRow database) {
    return rows.databases().stream().anyMatch(d -> d.id().equals(database.id()));
  }

  /** Removes a connection's row; a second removal is a 404. */
  synchronized void remove(ConnectionRow connection) {
    if (!rows.connections().removeIf(c -> c.id().equals(connection.id()))) {
      throw ApiFault.notFound("Connection", Ids.CONNECTION + connection.id());
    }
    changes++;
  }

  /** Removes a database's row with its connections; a second removal is a 404. */
  synchronized void remove(DatabaseRow database) {
    if (!rows.databases().removeIf(d -> d.id().equals(database.id()))) {
      throw ApiFault.notFound("Database", Ids.DATABASE + database.id());
    }
    rows.connections().removeIf(c -> c.databaseId().equals(database.id()));
    changes++;
  }

  /** Removes a project that has no databases any more. */
  synchronized void remove(ProjectRow project) {
    if (!databases(project).isEmpty()) {
      throw ApiFault.invalid("Cannot delete the project, it has existing dependencies.");
    }
    if (!rows.projects().removeIf(p -> p.id().equals(project.id()))) {
      throw ApiFault.notFound("Project", Ids.PROJECT + project.id());
    }
    changes++;
  }

  private long nextSeq() {
    rows = rows.numbered(rows.lastSeq() + 1);
    return rows.lastSeq();
  }

  private String now() {
    return MILLIS.format(clock.instant());
  }

  private synchronized long changes() {
    return changes;
  }

  /** Returns when all that was changed so far is on disk. */
  void settle() {
    long wanted = changes();
    synchronized (disk) {
      if (settled < wanted) {
        settled = write();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private long write() {
    long now;
    Map<String, Object> tree;
    synchronized (this) {
      now = changes;
      tree = (Map<String, Object>) Json.convert(rows, Map.class);
    }
    store.save(FILE, tree);
    return now;
  }
}
