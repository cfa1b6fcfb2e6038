package alchemy.prisma;

import alchemy.AlchemyException;

/** There is no token to talk to Prisma with. */
public final class MissingTokenException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  static final String FIX =
      "Run alchemy login prisma, or set it for this process, or in .env beside the script; a"
          + " resource can also be given its own: .serviceToken(Alchemy.env(\"...\")).";

  MissingTokenException() {
    super(PrismaApi.TOKEN + " is not set.", FIX);
  }
}
