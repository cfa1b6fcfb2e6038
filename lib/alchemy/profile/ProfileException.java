package alchemy.profile;

import alchemy.AlchemyException;

/** A profile is there and cannot be used as it is. */
public final class ProfileException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  ProfileException(Throwable cause, String summary, String... details) {
    super(cause, summary, details);
  }

  ProfileException(String summary, String... details) {
    super(summary, details);
  }
}
