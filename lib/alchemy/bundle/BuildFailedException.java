package alchemy.bundle;

import alchemy.AlchemyException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Worker's sources do not build. The message shows each place; lines and columns count from 1.
 */
public final class BuildFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 5;

  BuildFailedException(List<Complaint> complaints) {
    super("The Worker's sources do not build.", details(complaints));
  }

  BuildFailedException(Throwable cause, String detail) {
    super(cause, "The Worker's sources do not build.", detail);
  }

  private static String[] details(List<Complaint> complaints) {
    List<String> lines = new ArrayList<>();
    complaints.stream().limit(MOST_SHOWN).forEach(each -> lines.addAll(each.lines()));
    int more = complaints.size() - MOST_SHOWN;
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    return lines.toArray(String[]::new);
  }
}
