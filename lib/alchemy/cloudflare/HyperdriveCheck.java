package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.cloudflare.HyperdriveProvider.Mtls;
import alchemy.cloudflare.HyperdriveProvider.Props;
import alchemy.provider.Check;
import java.util.List;

/** What of a Hyperdrive's properties the service would refuse. */
final class HyperdriveCheck {
  private static final int FEWEST_CONNECTIONS = 5;
  private static final List<String> POSTGRES = List.of("require", "verify-ca", "verify-full");
  private static final List<String> MYSQL = List.of("REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY");

  private HyperdriveCheck() {}

  static void of(Check check, Props wanted) {
    if (wanted.origin() != null && !wanted.origin().unencrypted().isEmpty()) {
      origin(check, wanted);
    }
    if (wanted.mtls() != null && wanted.mtls().sslMode() != null) {
      mtls(check, wanted.mtls());
    }
    Seconds.check(check, "maxAge", wanted.maxAge(), 0, Long.MAX_VALUE);
    Seconds.check(check, "staleWhileRevalidate", wanted.staleWhileRevalidate(), 0, Long.MAX_VALUE);
    Integer limit = wanted.originConnectionLimit();
    if (limit != null && limit < FEWEST_CONNECTIONS) {
      check.fault(
          "originConnectionLimit", "is " + limit, "The least is " + FEWEST_CONNECTIONS + ".");
    }
  }

  private static void origin(Check check, Props wanted) {
    Secret url = wanted.origin();
    try {
      Origin origin = Origin.parse(url);
      if (wanted.access() != null && Origin.namesPort(url)) {
        check.fault(
            "origin", "names a port, which one behind Access has not", "Leave the port out.");
      }
      String mode = wanted.mtls() == null ? null : wanted.mtls().sslMode();
      List<String> modes = origin.scheme().equals("mysql") ? MYSQL : POSTGRES;
      if (mode != null && !modes.contains(mode)) {
        check.fault(
            "mtls.sslMode",
            "is " + mode + ", which a database of " + origin.scheme() + " does not have",
            "Take one of " + String.join(", ", modes) + ".");
      }
    } catch (InvalidOriginException e) {
      check.fault("origin", "cannot be used: " + e.problem(), e.fix());
    }
  }

  private static void mtls(Check check, Mtls mtls) {
    boolean verifies = mtls.sslMode().regionMatches(true, 0, "verify", 0, 6);
    if (verifies && mtls.caCertificate() == null) {
      check.fault(
          "mtls.sslMode",
          "is " + mtls.sslMode() + ", which needs a CA certificate",
          "Set caCertificate, too.");
    }
    if (!verifies && mtls.caCertificate() != null) {
      check.fault(
          "mtls.caCertificate",
          "is set, which " + mtls.sslMode() + " does not look at",
          "Leave it out, or take an sslMode that verifies.");
    }
  }
}
