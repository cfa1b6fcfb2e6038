package alchemy.cloudflare;

import alchemy.AlchemyException;
import java.util.List;

/** A Worker was to be deleted that still has Durable Objects, which it does not bind any more. */
public final class ClassesLeftException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ClassesLeftException(List<String> classes) {
    super(
        "This Worker holds data.",
        "It has Durable Objects of the class " + String.join(", ", classes) + ", bound or not.",
        "To delete them with it, deploy it once with .delete(true).");
  }
}
