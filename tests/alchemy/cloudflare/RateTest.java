package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.http.ProviderCall;
import alchemy.http.RecordedServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final String CONFIG = "{\"success\":true,\"result\":{\"id\":\"1\"}}";

  @Test
  void aThousandRequestsGoAtOnceAndTheRestOneIn300Milliseconds() throws IOException {
    try (RecordedServer server = new RecordedServer()) {
      ProviderCall call =
          new ProviderCall()
              .with("CLOUDFLARE_API_BASE_URL", server.base())
              .with("CLOUDFLARE_API_TOKEN", "token-of-env")
              .with("CLOUDFLARE_ACCOUNT_ID", "a");
      for (int i = 0; i < 1_000; i++) {
        server.says(200, CONFIG);
        // As each step does: what is held back is the token, not one caller.
        CloudflareApi.of(call, Access.ENVIRONMENT).get("/hyperdrive/configs/1");
      }
      assertEquals(List.of(), call.waits());
      server.says(200, CONFIG);
      CloudflareApi.of(call, Access.ENVIRONMENT).get("/hyperdrive/configs/1");
      assertEquals(List.of(300L), call.waits());
    }
  }
}
