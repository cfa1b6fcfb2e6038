package alchemy;

/** A resource was declared while no app was open. */
public final class NoAppException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  NoAppException() {
    super(
        "No app is open.",
        "In a script, declare resources inside Alchemy.run(\"my-app\", args, app -> { ... }).",
        "In a shell, call this first:",
        "    var app = Alchemy.open(\"my-app\")");
  }
}
