package alchemy.cloudflare;

import alchemy.App;
import alchemy.bundle.Bundle;
import alchemy.bundle.BundleCache;
import alchemy.bundle.BundleMissingException;
import alchemy.bundle.BundleOptions;
import alchemy.bundle.Bundler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Worker's code as a property: its hash. Bundling is how a plan finds out whether the code
 * differs; what it hashed is kept in the project's cache, and exactly that is uploaded.
 */
final class WorkerCode implements Supplier<String> {
  private final Path root;
  private final Path main;
  private final Consumer<String> progress;
  private String hash;

  private WorkerCode(Path root, Path main, Consumer<String> progress) {
    this.root = root;
    this.main = main;
    this.progress = progress;
  }

  /** Bundles when asked, once; null for a plan that must run without files and network. */
  static Supplier<String> of(App app, String main) {
    if (main == null || app.isOffline()) {
      return null;
    }
    return new WorkerCode(app.root(), Path.of(main), app::note);
  }

  @Override
  public String get() {
    // A missing file is a fault that the provider's check reports with its place.
    if (hash == null && Files.isRegularFile(root.resolve(main))) {
      hash = bundle(root, main, progress).hash();
    }
    return hash;
  }

  /** The bundle that was planned; made again if somebody cleared the cache meanwhile. */
  static Bundle planned(Path root, WorkerProvider.Props wanted, Consumer<String> progress) {
    try {
      return BundleCache.of(root).get(wanted.code());
    } catch (BundleMissingException e) {
      if (wanted.script() != null) {
        return Bundle.inline(wanted.script());
      }
      bundle(root, Path.of(wanted.main()), progress);
      return BundleCache.of(root).get(wanted.code()); // throws if the sources have changed since
    }
  }

  private static Bundle bundle(Path root, Path main, Consumer<String> progress) {
    Bundle bundle = Bundler.standard(progress).bundle(root, main, BundleOptions.standard());
    BundleCache.of(root).put(bundle);
    return bundle;
  }
}
