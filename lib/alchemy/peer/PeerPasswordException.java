package alchemy.peer;

import alchemy.AlchemyException;

/** The secrets in the TypeScript Alchemy's state do not open. */
public final class PeerPasswordException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private PeerPasswordException(String summary, String... details) {
    super(summary, details);
  }

  static PeerPasswordException missing(PeerResource resource) {
    return new PeerPasswordException(
        "A password is needed.",
        resource + " keeps secrets.",
        "Set ALCHEMY_PASSWORD to the password that the TypeScript Alchemy ran with.");
  }

  static PeerPasswordException wrong(PeerResource resource) {
    return new PeerPasswordException(
        "ALCHEMY_PASSWORD does not open the TypeScript Alchemy's secrets; nothing was imported.",
        resource + " was sealed with another one, or its file was changed.",
        "Set it to the password that the TypeScript Alchemy ran with.");
  }
}
