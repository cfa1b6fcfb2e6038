package alchemy.fetch;

import alchemy.errors.Scene;
import alchemy.errors.Situations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be fetched, and what a person reads then. */
class FetchErrorsTest {
  private static final Platform LINUX = Platform.of("Linux", "amd64");
  private static final String MANIFEST = "{\"dependencies\":{\"a\":\"1.0.0\"}}";

  @TempDir Path folder;

  private static Tools tools(Scene scene, Map<String, String> env) {
    Path cache = scene.folder().resolve("cache");
    return new Tools(new Machine(LINUX, cache, env, scene.folder()), line -> {});
  }

  private static NpmInstall install(Scene scene, Map<String, String> env) {
    Path cache = scene.folder().resolve("cache");
    return new NpmInstall(new Machine(LINUX, cache, env, scene.folder()), line -> {});
  }

  private static String lock(byte[] archive, String more) throws Exception {
    return "{\"lockfileVersion\":3,\"packages\":{\"\":{},\"node_modules/a\":"
        + "{\"version\":\"1.0.0\",\"integrity\":\""
        + TinyTar.integrity(archive)
        + "\""
        + more
        + "}}}";
  }

  @Test
  void programs() throws Exception {
    Situations situations = new Situations("fetch", folder);
    situations.about("another operating system").throwsAt(() -> Platform.of("Solaris", "sparcv9"));
    Scene nothing = situations.about("neither npm nor a registry");
    nothing.throwsAt(() -> tools(nothing, Map.of("PATH", "")).workerd());
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      Map<String, String> env = Map.of("npm_config_registry", registry.address());
      Scene refused = situations.about("a registry that does not have it");
      refused.throwsAt(() -> tools(refused, env).esbuild());
      registry.put(
          NpmPackage.esbuild(LINUX).archivePath(),
          new TinyTar().executable("package/bin/esbuild", "evil").gzipped());
      Scene other = situations.about("a package that is not the pinned one");
      other.throwsAt(() -> tools(other, env).esbuild());
    }
    packages(situations);
    jars(situations);
    situations.match();
  }

  private static void packages(Situations situations) throws Exception {
    byte[] archive = new TinyTar().gzipped();
    Scene noLock = situations.about("npm packages without a lock file and without npm");
    noLock.write("package.json", MANIFEST);
    noLock.throwsAt(() -> install(noLock, Map.of()).ensure(noLock.folder()));
    Scene pnpm = situations.about("npm packages of another package manager");
    pnpm.write("package.json", MANIFEST);
    pnpm.write("pnpm-lock.yaml", "");
    pnpm.throwsAt(() -> install(pnpm, System.getenv()).ensure(pnpm.folder()));
    Scene noWay = situations.about("npm packages with neither npm nor a registry");
    noWay.write("package.json", MANIFEST);
    noWay.write("package-lock.json", lock(archive, ""));
    noWay.throwsAt(() -> install(noWay, Map.of()).ensure(noWay.folder()));
    Scene script = situations.about("an npm package that only npm can install");
    script.write("package.json", MANIFEST);
    script.write("package-lock.json", lock(archive, ",\"hasInstallScript\":true"));
    try (LoopbackRegistry registry = new LoopbackRegistry()) {
      Map<String, String> env = Map.of("npm_config_registry", registry.address());
      script.throwsAt(() -> install(script, env).ensure(script.folder()));
    }
    Scene failed = situations.about("npm itself fails");
    failed.write("package.json", MANIFEST);
    failed.write("package-lock.json", lock(archive, ""));
    failed.throwsAt(
        () ->
            install(failed, program(failed, "npm", "npm error code E404")).ensure(failed.folder()));
  }

  private static void jars(Situations situations) {
    Scene noJBang = situations.about("no JBang");
    noJBang.throwsAt(() -> classpath(noJBang, Map.of("PATH", "")));
    Scene failed = situations.about("JBang cannot resolve an artefact");
    failed.throwsAt(() -> classpath(failed, program(failed, "jbang", "Could not resolve h:b:2")));
  }

  private static List<Path> classpath(Scene scene, Map<String, String> env) {
    return new MavenPath(scene.folder().resolve("cache"), env, scene.folder(), line -> {})
        .classpath("g:a:1", "h:b:2");
  }

  /** A program on the PATH that only complains. */
  private static Map<String, String> program(Scene scene, String name, String complaint) {
    Path bin = scene.write("bin/" + name, "#!/bin/sh\necho '" + complaint + "' >&2\nexit 1\n");
    if (!bin.toFile().setExecutable(true) || !Files.isExecutable(bin)) {
      throw new AssertionError("cannot make executable: " + bin);
    }
    return Map.of("PATH", bin.getParent() + ":/usr/bin:/bin");
  }
}
