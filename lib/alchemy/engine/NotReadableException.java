package alchemy.engine;

import alchemy.AlchemyException;
import java.util.List;
import java.util.Map;

/** Services could not be asked how things are, so that nothing was planned. */
public final class NotReadableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private NotReadableException(Map<String, AlchemyException> failed) {
    super(
        failed.values().iterator().next(),
        "A service could not be asked how things are; nothing was changed.",
        details(failed).toArray(String[]::new));
  }

  /** What to throw; a single error that names its resource by itself stays what it is. */
  static AlchemyException of(Map<String, AlchemyException> failed) {
    AlchemyException first = failed.values().iterator().next();
    boolean speaksForItself =
        failed.size() == 1
            && (first instanceof OwnedException || first instanceof SeveralOfThatNameException);
    return speaksForItself ? first : new NotReadableException(failed);
  }

  private static List<String> details(Map<String, AlchemyException> failed) {
    return failed.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue().getMessage().replace("\n", "\n  "))
        .toList();
  }
}
