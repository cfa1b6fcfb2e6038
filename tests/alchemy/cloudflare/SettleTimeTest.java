package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.http.ProviderCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long it is looked for what an interrupted run may have made. */
class SettleTimeTest {
  private final HyperdriveProvider hyperdrive = new HyperdriveProvider();

  @Test
  void theServicesListOfHyperdrivesIsGivenTwoSeconds() {
    assertEquals(Duration.ofSeconds(2), hyperdrive.settleTime(new ProviderCall()));
  }

  @Test
  void theLocalCloudNeedsNone() {
    ProviderCall local =
        new ProviderCall().with("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:4400/client/v4");
    assertEquals(Duration.ZERO, hyperdrive.settleTime(local));
  }

  @Test
  void aWorkersNameIsItsIdSoThatNothingNeedsToSettle() {
    assertEquals(Duration.ZERO, new WorkerProvider().settleTime(new ProviderCall()));
  }
}
