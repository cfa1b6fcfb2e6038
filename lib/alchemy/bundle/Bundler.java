package alchemy.bundle;

import alchemy.fetch.CacheFolder;
import alchemy.fetch.NpmInstall;
import alchemy.fetch.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Bundles a Worker: its TypeScript or JavaScript with all npm packages becomes one module, imported
 * {@code .wasm}, {@code .txt}, {@code .html}, {@code .sql} and {@code .bin} files become modules
 * beside it. The locked packages are installed first if they are missing. What was built once is
 * not built again while nothing changed.
 */
public final class Bundler {
  /** The name of the main module. */
  public static final String MAIN = "worker.js";

  private final Supplier<Path> esbuild;
  private final Consumer<Path> install;
  private final Path memos;
  private final Clock clock;
  private final Consumer<String> progress;

  Bundler(
      Supplier<Path> esbuild,
      Consumer<Path> install,
      Path memos,
      Clock clock,
      Consumer<String> progress) {
    this.esbuild = esbuild;
    this.install = install;
    this.memos = memos;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * The bundler of this machine and user.
   *
   * @param progress gets a line when something is fetched or installed, and each warning of esbuild
   */
  public static Bundler standard(Consumer<String> progress) {
    return new Bundler(
        () -> Tools.standard(progress).esbuild(),
        folder -> NpmInstall.standard(progress).ensure(folder),
        CacheFolder.current().resolve("bundles"),
        Clock.systemUTC(),
        progress);
  }

  /**
   * Bundles what an entry point reaches.
   *
   * @param root the project's root, to which paths in messages are relative
   * @param entryPoint a {@code .ts}, {@code .tsx}, {@code .js}, {@code .mjs} or {@code .jsx} file,
   *     relative to the root or absolute
   * @throws EntryPointMissingException if the entry point is no file
   * @throws BuildFailedException if the sources do not build
   * @throws alchemy.fetch.FetchFailedException if esbuild or the npm packages cannot be had
   */
  public Bundle bundle(Path root, Path entryPoint, BundleOptions options) {
    if (!Files.isRegularFile(root.resolve(entryPoint))) {
      throw new EntryPointMissingException(root.toAbsolutePath().normalize(), entryPoint);
    }
    try {
      // Real paths, since esbuild tells of real ones: relative to them the bundle is the same
      // anywhere.
      Path realRoot = root.toRealPath();
      Path entry = root.resolve(entryPoint).toRealPath();
      Path packages = PackageFolder.of(realRoot, entry);
      install.accept(packages);
      List<String> command = EsbuildRun.command(esbuild.get(), realRoot, entry, options);
      BundleMemo memo = new BundleMemo(memos, realRoot, packages, command);
      Optional<Bundle> known = memo.recall();
      return known.isPresent() ? known.get() : build(realRoot, packages, command, memo);
    } catch (IOException e) {
      throw new BuildFailedException(e, String.valueOf(e.getMessage()));
    }
  }

  private Bundle build(Path root, Path packages, List<String> command, BundleMemo memo)
      throws IOException {
    Instant started = clock.instant();
    Path out = Files.createTempDirectory("alchemy-bundle-");
    try {
      EsbuildRun run = new EsbuildRun(root, packages, out);
      List<Complaint> complaints = run.start(command);
      List<Complaint> errors = complaints.stream().filter(Complaint::error).toList();
      if (!errors.isEmpty()) {
        throw new BuildFailedException(errors);
      }
      for (Complaint each : complaints) {
        progress.accept("warning: " + String.join("\n  ", each.lines()));
      }
      Bundle bundle = Bundle.of(run.modules(), run.inputs());
      // What was warned of is to be said again the next time.
      if (complaints.isEmpty()) {
        memo.remember(bundle, started);
      }
      return bundle;
    } finally {
      delete(out);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.forEach(all::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    all.sort(Comparator.reverseOrder());
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
