package alchemy.state;

import alchemy.AlchemyException;
import java.security.GeneralSecurityException;

/** The JDK lacks a cipher that every JDK has to have. */
public final class CryptographyMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  CryptographyMissingException(GeneralSecurityException cause) {
    super(cause, "This JDK lacks AES-GCM or HMAC-SHA256.", cause.toString(), "Use another JDK.");
  }
}
