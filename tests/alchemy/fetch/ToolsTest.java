package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64");

  @TempDir Path temporary;

  private Tools tools(Map<String, String> env, List<String> progress) {
    return new Tools(new Machine(LINUX, temporary.resolve("cache"), env, temporary), progress::add);
  }

  @Test
  void theRealEsbuildIsFetchedOnceAndRuns() throws Exception {
    Path esbuild = Tools.standard(line -> {}).esbuild();
    Process version = new ProcessBuilder(esbuild.toString(), "--version").start();

    String printed =
        new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, version.waitFor());
    assertEquals(NpmPackage.esbuild(Platform.current()).version(), printed);
    // Now that it is there: no npm, no registry, not a line of progress.
    List<String> progress = new ArrayList<>();
    Tools offline =
        new Tools(
            new Machine(Platform.current(), CacheFolder.current(), Map.of(), temporary),
            progress::add);
    assertEquals(esbuild, offline.esbuild());
    assertEquals(List.of(), progress);
  }

  @Test
  void whatIsNotThePinnedPackageIsThrownAway() throws IOException {
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      registry.put(
          NpmPackage.esbuild(LINUX).archivePath(),
          new TinyTar().executable("package/bin/esbuild", "evil").gzipped());
      List<String> progress = new ArrayList<>();
      Tools tools = tools(Map.of("npm_config_registry", registry.address()), progress);

      var refused = assertThrows(IntegrityException.class, tools::esbuild);

      assertTrue(refused.getMessage().contains("@esbuild/linux-x64@0.28.2"), refused::getMessage);
      assertEquals(List.of("fetching esbuild 0.28.2 (5 MB)"), progress);
      try (var left = Files.list(temporary.resolve("cache/tools"))) {
        assertEquals(
            List.of(".esbuild-0.28.2-linux-x64.lock"),
            left.map(file -> file.getFileName().toString()).toList());
      }
    }
  }

  @Test
  void withNeitherNpmNorARegistryTheErrorSaysWhatToDo() {
    Tools tools = tools(Map.of("PATH", ""), new ArrayList<>());

    var failed = assertThrows(FetchFailedException.class, tools::workerd);

    assertTrue(failed.getMessage().contains("npm_config_registry"), failed::getMessage);
    assertTrue(failed.getMessage().contains("Install Node.js"), failed::getMessage);
  }

  @Test
  void aRegistryThatRefusesIsNamedAndItsTokenIsNot() throws IOException {
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      Files.writeString(
          temporary.resolve(".npmrc"),
          "registry=%s\n%s:_authToken=s3cret-token\n"
              .formatted(registry.address(), registry.address().substring("http:".length())));
      Tools tools = tools(Map.of(), new ArrayList<>());

      var failed = assertThrows(FetchFailedException.class, tools::esbuild);

      assertTrue(failed.getMessage().contains("answered 404"), failed::getMessage);
      assertTrue(registry.requests().get(0).endsWith(" Bearer s3cret-token"));
      for (Throwable at = failed; at != null; at = at.getCause()) {
        assertFalse(at.toString().contains("s3cret-token"));
      }
    }
  }

  @Test
  void aRedirectTakesNoCredentialsAlong() throws IOException {
    try (LoopbackRegistry registry = new LoopbackRegistry();
        LoopbackRegistry elsewhere = new LoopbackRegistry()) {
      String path = NpmPackage.esbuild(LINUX).archivePath();
      registry.redirect(path, elsewhere.address() + "store.tgz");
      Files.writeString(
          temporary.resolve(".npmrc"),
          "%s:_authToken=s3cret-token\n".formatted(registry.address().substring("http:".length())));
      Tools tools = tools(Map.of("npm_config_registry", registry.address()), new ArrayList<>());

      assertThrows(FetchFailedException.class, tools::esbuild);

      assertEquals(List.of("/" + path + " Bearer s3cret-token"), registry.requests());
      assertEquals(List.of("/store.tgz"), elsewhere.requests());
    }
  }
}
