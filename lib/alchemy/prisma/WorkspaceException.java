package alchemy.prisma;

import alchemy.AlchemyException;
import alchemy.http.Fields;
import java.util.List;
import java.util.stream.Collectors;

/** The token is not one of the workspace that the script names. */
public final class WorkspaceException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  WorkspaceException(String wanted, List<Fields> reached) {
    super(
        "The token does not reach this workspace.",
        "wanted: " + wanted,
        "the token reaches: " + names(reached),
        "Use a service token of that workspace: .serviceToken(Alchemy.env(\"...\")), or "
            + PrismaApi.TOKEN
            + " for all.");
  }

  private WorkspaceException(String summary, String... details) {
    super(summary, details);
  }

  /** For a name that says nothing, since several have it. */
  static WorkspaceException severalNamed(List<Fields> workspaces) {
    return new WorkspaceException(
        "Several workspaces have this name.", names(workspaces), "Name the one by its id.");
  }

  static String names(List<Fields> workspaces) {
    return workspaces.isEmpty()
        ? "none"
        : workspaces.stream()
            .map(each -> each.text("name") + " (" + each.text("id") + ")")
            .collect(Collectors.joining(", "));
  }
}
