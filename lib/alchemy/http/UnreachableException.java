package alchemy.http;

import alchemy.AlchemyException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;

/** A service could not be reached, and nothing was changed by the request. */
public final class UnreachableException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnreachableException(IOException cause, Request request) {
    super(
        cause,
        "A service cannot be reached.",
        request + " at " + request.origin() + ": " + reason(cause),
        Endpoint.isLoopback(request.uri().getHost())
            ? "Is the local cloud running? It is started by: alchemy local"
            : "Check the network and, behind a proxy, the proxy's settings.");
  }

  // The JDK's client tells a refused connection by the channel that it closed.
  private static String reason(IOException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return cause instanceof ConnectException && root instanceof ClosedChannelException
        ? "connection refused"
        : Redaction.reason(cause);
  }
}
