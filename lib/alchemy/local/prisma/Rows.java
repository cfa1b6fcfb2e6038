package alchemy.local.prisma;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the API has made, as it is stored. Ids are bare. Rows stand in the order of their
 * creation; {@code seq} rises with it and is never used twice, so a page goes on after a row that
 * was deleted meanwhile.
 */
record Rows(
    long lastSeq,
    List<WorkspaceRow> workspaces,
    List<ProjectRow> projects,
    List<DatabaseRow> databases,
    List<ConnectionRow> connections) {

  static Rows empty() {
    return new Rows(0, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  Rows numbered(long seq) {
    return new Rows(seq, workspaces, projects, databases, connections);
  }

  /** What pages are made of. */
  interface Row {
    long seq();
  }

  record WorkspaceRow(long seq, String id, String name, String createdAt) implements Row {}

  record ProjectRow(
      long seq,
      String id,
      String workspaceId,
      String branchId,
      String name,
      String logicalId,
      String region,
      String createdAt)
      implements Row {
    ProjectRow named(String newName) {
      return new ProjectRow(seq, id, workspaceId, branchId, newName, logicalId, region, createdAt);
    }
  }

  record DatabaseRow(
      long seq,
      String id,
      String projectId,
      String name,
      String logicalId,
      String region,
      boolean isDefault,
      String defaultConnectionId,
      String createdAt)
      implements Row {
    DatabaseRow named(String newName, String newLogicalId) {
      return new DatabaseRow(
          seq,
          id,
          projectId,
          newName,
          newLogicalId,
          region,
          isDefault,
          defaultConnectionId,
          createdAt);
    }

    /** Its name in PostgreSQL. */
    String physicalName() {
      return Ids.DATABASE + id;
    }
  }

  record ConnectionRow(long seq, String id, String databaseId, String name, String createdAt)
      implements Row {
    /** The name of its role in PostgreSQL. */
    String login() {
      return Ids.CONNECTION + id;
    }
  }
}
