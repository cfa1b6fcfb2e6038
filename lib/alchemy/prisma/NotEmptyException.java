package alchemy.prisma;

import alchemy.AlchemyException;
import alchemy.http.Fields;
import java.util.List;

/** A project still holds databases that are not ours to delete. */
public final class NotEmptyException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NotEmptyException(String project, List<Fields> databases, Throwable cause) {
    super(
        cause,
        "A project that is not empty is not deleted.",
        "project " + project + " holds: " + WorkspaceException.names(databases),
        "Delete these databases first, or keep the project: .delete(false).");
  }
}
