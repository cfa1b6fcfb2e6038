package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.http.ServiceException;
import java.util.stream.Stream;

/** A service does not take a token that somebody wanted to keep. */
final class TokenRefusedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  TokenRefusedException(Service service, ServiceException cause) {
    super(
        cause,
        service.title + " refuses this token; nothing was stored.",
        Stream.concat(
                cause.getMessage().lines().skip(1).limit(2).map(String::strip),
                Stream.of(service.whereMade()))
            .toArray(String[]::new));
  }
}
