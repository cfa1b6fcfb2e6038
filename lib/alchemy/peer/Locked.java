package alchemy.peer;

import java.util.Objects;

/**
 * A secret as the other program stores it; {@link PeerPassword} opens it.
 *
 * @param sealed a map of Base64 texts; in files of older versions one Base64 text
 */
record Locked(Object sealed) {
  Locked {
    Objects.requireNonNull(sealed, "sealed");
  }

  @Override
  public String toString() {
    return "Secret(***)";
  }
}
