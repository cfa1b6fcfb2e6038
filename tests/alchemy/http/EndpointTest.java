package alchemy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.prisma.io, https://api.prisma.io",
    "https://api.cloudflare.com/client/v4/, https://api.cloudflare.com/client/v4",
    "http://127.0.0.1:8080/client/v4, local",
    "http://localhost:1, local",
    "http://[::1]:1, local",
    "https://127.0.0.1:1, local"
  })
  void httpsAndLoopbackAreTaken(String url, String place) {
    assertEquals(place, Endpoint.of("X", url).place());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.prisma.io",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "http://localhost.example.com",
        "https://user:pass@api.prisma.io",
        "https://api.prisma.io?x=1",
        "ftp://127.0.0.1",
        "api.prisma.io",
        "/v1",
        "",
        "ht tp://x"
      })
  void allElseIsRefused(String url) {
    assertThrows(InsecureEndpointException.class, () -> Endpoint.of("X", url));
  }

  @Test
  void parametersAreEncodedAndNullsLeftOut() {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("a b", "c&d");
    query.put("cursor", null);
    query.put("page", 2);
    Endpoint endpoint = Endpoint.of("X", "https://h/v1");
    assertEquals("https://h/v1/x?a%20b=c%26d&page=2", endpoint.at("/x", query).toString());
    assertEquals("https://h/v1/x", endpoint.at("/x", Map.of()).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "a+b, a+b",
    "p%40ss%3Aw%2Fo, p@ss:w/o",
    "%C3%A9, é",
    "100%, 100%",
    "%zz, %zz",
    "%4, %4",
    "é, é"
  })
  void decodingLeavesWhatIsNoEscape(String text, String plain) {
    assertEquals(plain, Endpoint.decode(text));
  }
}
