package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmInstallTest {
  @TempDir Path temporary;
  private final List<String> progress = new ArrayList<>();

  private NpmInstall with(Map<String, String> env) {
    return new NpmInstall(
        new Machine(Platform.of("Linux", "amd64"), temporary.resolve("cache"), env, temporary),
        progress::add);
  }

  private NpmInstall withoutNpm(LoopbackRegistry registry) {
    return with(Map.of("npm_config_registry", registry.address()));
  }

  private Path project(String manifest, String lock) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("project"));
    Files.writeString(folder.resolve("package.json"), manifest);
    if (!lock.isEmpty()) {
      Files.writeString(folder.resolve("package-lock.json"), lock);
    }
    return folder;
  }

  private static String lock(String... entries) {
    return "{\"lockfileVersion\":3,\"packages\":{\"\":{}," + String.join(",", entries) + "}}";
  }

  private static String entry(String path, byte[] archive, String more) throws Exception {
    return "\"%s\":{\"version\":\"1.0.0\",\"integrity\":\"%s\"%s}"
        .formatted(path, TinyTar.integrity(archive), more);
  }

  private static Map<String, String> tree(Path modules) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (var files = Files.walk(modules)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String name = modules.relativize(each).toString();
        // npm's own bookkeeping and ours; links in .bin are for people, not for a bundle.
        if (!name.startsWith(".")) {
          tree.put(name, Integrity.sha256(each));
        }
      }
    }
    return tree;
  }

  @Test
  void withoutNpmTheSameIsInstalledAsByNpmCi() throws Exception {
    Path byNpm = PgProject.create(temporary.resolve("by-npm"));
    Path byUs = PgProject.copy(byNpm, temporary.resolve("by-us"));
    with(System.getenv()).ensure(byNpm);
    assertEquals(List.of("installing npm packages in by-npm (npm ci)"), progress);
    PackageLock lock = PackageLock.read(byNpm.resolve("package-lock.json"));
    List<String> pack =
        new ArrayList<>(List.of("pack", "--pack-destination", temporary.toString()));
    lock.entries().forEach(each -> pack.add(each.source().toString()));
    PgProject.npm(byNpm, pack.toArray(String[]::new));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      for (PackageLock.Entry each : lock.entries()) {
        String file = each.source().name() + "-" + each.source().version() + ".tgz";
        registry.put(each.source().archivePath(), Files.readAllBytes(temporary.resolve(file)));
      }

      withoutNpm(registry).ensure(byUs);

      assertEquals(tree(byNpm.resolve("node_modules")), tree(byUs.resolve("node_modules")));
      assertEquals(lock.entries().size(), registry.requests().size());
      withoutNpm(registry).ensure(byUs);
      assertEquals(lock.entries().size(), registry.requests().size(), "a second time asks nothing");
    }
  }

  @Test
  void itRunsAgainOnlyWhenTheLockFileChanged() throws Exception {
    byte[] archive = new TinyTar().file("package/index.js", "1").gzipped();
    String manifest = "{\"dependencies\":{\"a\":\"1.0.0\"}}";
    Path folder = project(manifest, lock(entry("node_modules/a", archive, "")));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      registry.put("a/-/a-1.0.0.tgz", archive);
      withoutNpm(registry).ensure(folder);
      Files.setLastModifiedTime(
          folder.resolve("package-lock.json"), FileTime.from(Instant.now().plusSeconds(60)));
      withoutNpm(registry).ensure(folder);
      assertEquals(1, registry.requests().size());

      project(
          manifest,
          lock(
              entry("node_modules/a", archive, ""),
              entry("node_modules/a/node_modules/b", archive, ",\"name\":\"a\"")));
      Files.setLastModifiedTime(folder.resolve("package-lock.json"), FileTime.from(Instant.EPOCH));
      withoutNpm(registry).ensure(folder);

      assertEquals(3, registry.requests().size());
      assertTrue(Files.exists(folder.resolve("node_modules/a/node_modules/b/index.js")));
    }
  }

  @Test
  void whatNpmInstalledItselfIsLeftAlone() throws Exception {
    byte[] archive = new TinyTar().gzipped();
    Path folder =
        project("{\"dependencies\":{\"a\":\"1.0.0\"}}", lock(entry("node_modules/a", archive, "")));
    Path mark = folder.resolve("node_modules/.package-lock.json");
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, "{}");

    with(Map.of()).ensure(folder);

    assertEquals(List.of(), progress);
  }

  @Test
  void anotherPackageThanTheLockedOneIsRefused() throws Exception {
    Path folder =
        project(
            "{\"dependencies\":{\"a\":\"1.0.0\"}}",
            lock(entry("node_modules/a", new TinyTar().file("package/a", "a").gzipped(), "")));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      registry.put("a/-/a-1.0.0.tgz", new TinyTar().file("package/a", "evil").gzipped());

      assertThrows(IntegrityException.class, () -> withoutNpm(registry).ensure(folder));

      assertFalse(Files.exists(folder.resolve("node_modules/a")));
    }
  }

  @Test
  void optionalPackagesOfOtherPlatformsAreLeftOut() throws Exception {
    byte[] archive = new TinyTar().file("package/x", "x").gzipped();
    Path folder =
        project(
            "{\"dependencies\":{\"here\":\"1.0.0\"}}",
            lock(
                entry("node_modules/here", archive, ",\"optional\":true,\"os\":[\"linux\"]"),
                entry("node_modules/mac", archive, ",\"optional\":true,\"os\":[\"darwin\"]"),
                entry("node_modules/arm", archive, ",\"optional\":true,\"cpu\":[\"arm64\"]"),
                entry("node_modules/musl", archive, ",\"optional\":true,\"libc\":[\"musl\"]"),
                entry("node_modules/not", archive, ",\"optional\":true,\"os\":[\"!linux\"]")));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      registry.put("here/-/here-1.0.0.tgz", archive);

      withoutNpm(registry).ensure(folder);

      assertEquals(List.of("/here/-/here-1.0.0.tgz"), registry.requests());
    }
  }

  @Test
  void aPackageWithAnInstallScriptNeedsNpm() throws Exception {
    Path folder =
        project(
            "{\"dependencies\":{\"a\":\"1.0.0\"}}",
            lock(entry("node_modules/a", new TinyTar().gzipped(), ",\"hasInstallScript\":true")));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      var failed =
          assertThrows(FetchFailedException.class, () -> withoutNpm(registry).ensure(folder));

      assertTrue(
          failed.getMessage().contains("Only npm can install a@1.0.0: it has an install script."),
          failed::getMessage);
      assertEquals(List.of(), registry.requests());
    }
  }

  @Test
  void eachDeadEndSaysWhatToDo() throws Exception {
    String manifest = "{\"dependencies\":{\"a\":\"1.0.0\"}}";
    Path folder = project(manifest, "");
    var noLock = assertThrows(FetchFailedException.class, () -> with(Map.of()).ensure(folder));
    assertTrue(noLock.getMessage().endsWith("    npm install"), noLock::getMessage);

    Files.writeString(folder.resolve("pnpm-lock.yaml"), "");
    var pnpm = assertThrows(FetchFailedException.class, () -> with(System.getenv()).ensure(folder));
    assertTrue(pnpm.getMessage().endsWith("    pnpm install"), pnpm::getMessage);

    project(manifest, lock(entry("node_modules/a", new TinyTar().gzipped(), "")));
    var noWay = assertThrows(FetchFailedException.class, () -> with(Map.of()).ensure(folder));
    assertTrue(noWay.getMessage().contains("npm_config_registry"), noWay::getMessage);
  }

  @Test
  void aFolderThatNeedsNothingIsLeftAlone() throws Exception {
    with(Map.of()).ensure(temporary.resolve("nothing"));
    Path folder = project("{\"name\":\"a\",\"dependencies\":{}}", "");
    with(Map.of()).ensure(folder);

    assertFalse(Files.exists(folder.resolve("node_modules")));
    assertEquals(List.of(), progress);
  }
}
