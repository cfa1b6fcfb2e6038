package alchemy.peer;

import alchemy.AlchemyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The folder holds no state of the TypeScript Alchemy for this app and stage. */
public final class PeerStateMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  PeerStateMissingException(String folder, String app, String stage, Collection<String> known) {
    super("There is no such state of the TypeScript Alchemy.", details(folder, app, stage, known));
  }

  private static String[] details(
      String folder, String app, String stage, Collection<String> known) {
    List<String> lines = new ArrayList<>();
    lines.add(folder + " has no files of app " + app + ", stage " + stage + ".");
    if (known.isEmpty()) {
      lines.add("Name the folder that has them, as .alchemy/" + app + "/" + stage + ".");
    } else {
      lines.add("It has: " + String.join(", ", known));
      lines.add("Name the folder of one of them, or its stage with --stage.");
    }
    return lines.toArray(String[]::new);
  }
}
