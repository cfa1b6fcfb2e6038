package alchemy.engine;

import alchemy.AlchemyException;
import java.util.List;
import java.util.Map;

/** Asked before the first change, services would not do what the script wants. */
public final class NotAcceptedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NotAcceptedException(Map<Node, AlchemyException> refused) {
    super(
        refused.values().iterator().next(),
        "A service does not accept the script; nothing was changed.",
        details(refused).toArray(String[]::new));
  }

  private static List<String> details(Map<Node, AlchemyException> refused) {
    return refused.entrySet().stream()
        .map(
            each ->
                each.getKey().line()
                    + ": "
                    + each.getKey()
                    + ": "
                    + each.getValue().getMessage().replace("\n", "\n  "))
        .toList();
  }
}
