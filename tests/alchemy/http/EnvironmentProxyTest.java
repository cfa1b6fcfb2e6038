package alchemy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {
  private static final Map<String, String> ENV =
      Map.of(
          "HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", "corp.example, .inner.example");

  @ParameterizedTest
  @CsvSource({
    "https://api.prisma.io/v1, HTTP @ proxy.example",
    "http://127.0.0.1:80/, DIRECT",
    "https://localhost/, DIRECT",
    "https://api.corp.example/, DIRECT",
    "https://corp.example/, DIRECT",
    "https://inner.example/, DIRECT",
    "https://notcorp.example/, HTTP @ proxy.example"
  })
  void allButThisMachineAndTheExceptionsGoThroughIt(String uri, String expected) {
    String proxy = new EnvironmentProxy(ENV, null).select(URI.create(uri)).get(0).toString();
    assertEquals(expected, proxy.replaceAll("[/:]<?.*", ""));
  }

  @Test
  void withoutTheVariableThereIsNone() {
    URI uri = URI.create("https://api.prisma.io/");
    assertEquals("DIRECT", new EnvironmentProxy(Map.of(), null).select(uri).get(0).toString());
  }

  @Test
  void aProxyWithoutASchemeIsTaken() {
    Map<String, String> env = Map.of("https_proxy", "p.example:1");
    URI uri = URI.create("https://api.prisma.io/");
    String proxy = new EnvironmentProxy(env, null).select(uri).get(0).toString();
    assertEquals("HTTP @ p.example", proxy.replaceAll("[/:]<?.*", ""));
  }
}
