package alchemy.state;

import alchemy.AlchemyException;

/** A sealed secret does not open: changed, moved to another place, or sealed by another key. */
public final class SealBrokenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  SealBrokenException(Sealed sealed) {
    super(
        "A sealed secret is broken.",
        "app " + sealed.app() + ", stage " + sealed.stage() + ", " + place(sealed),
        "The state file was changed, or a part of it was copied here from another place.",
        "Restore it from version control or a backup.");
  }

  private static String place(Sealed sealed) {
    return sealed.id().isEmpty() ? sealed.path() : "resource " + sealed.id() + ", " + sealed.path();
  }
}
