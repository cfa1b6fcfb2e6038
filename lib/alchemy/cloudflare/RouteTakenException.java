package alchemy.cloudflare;

import alchemy.AlchemyException;

/** A route or custom domain leads to another Worker. */
public final class RouteTakenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  RouteTakenException(String kind, String text, String script) {
    super(
        "This " + kind + " is taken.",
        script == null
            ? "\"" + text + "\" is set to lead to no Worker."
            : "\"" + text + "\" leads to the Worker \"" + script + "\".",
        "Remove it there, in that Worker's script or in the dashboard, and run deploy again.");
  }
}
