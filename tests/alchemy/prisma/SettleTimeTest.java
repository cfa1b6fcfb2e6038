package alchemy.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.http.ProviderCall;
import alchemy.provider.Provider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long it is looked for what an interrupted run may have made. */
class SettleTimeTest {
  private static final List<Provider<?, ?>> PROVIDERS =
      List.of(new ProjectProvider(), new DatabaseProvider(), new ConnectionProvider());

  @Test
  void theServicesListsAreGivenTenSeconds() {
    for (Provider<?, ?> each : PROVIDERS) {
      assertEquals(Duration.ofSeconds(10), each.settleTime(new ProviderCall()));
    }
  }

  @Test
  void theLocalCloudNeedsNone() {
    ProviderCall local = new ProviderCall().with("PRISMA_API_BASE_URL", "http://127.0.0.1:4400");
    for (Provider<?, ?> each : PROVIDERS) {
      assertEquals(Duration.ZERO, each.settleTime(local));
    }
  }
}
