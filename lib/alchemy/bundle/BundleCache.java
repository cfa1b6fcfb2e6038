package alchemy.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Keeps bundles by their hash below {@code .alchemy/cache/bundles} of a project, so that exactly
 * what a plan hashed is uploaded, whatever happens to the sources meanwhile. The newest {@value
 * #KEPT} stay.
 */
public final class BundleCache {
  private static final int KEPT = 20;

  private final Path place;
  private final BundleFolder folder;
  private final Clock clock;

  BundleCache(Path root, Clock clock) {
    Path absolute = root.toAbsolutePath().normalize();
    this.place = absolute.resolve(".alchemy/cache/bundles");
    this.folder = new BundleFolder(place, absolute);
    this.clock = clock;
  }

  /** The cache of the project at a root; it need not exist yet. */
  public static BundleCache of(Path root) {
    return new BundleCache(root, Clock.systemUTC());
  }

  /**
   * Keeps a bundle, whole or not at all; one that is there only becomes the newest.
   *
   * @throws BundleCacheException if the folder cannot be written
   */
  public void put(Bundle bundle) {
    try {
      if (!folder.contains(bundle.hash())) {
        folder.write(bundle.hash(), bundle, List.of());
      }
      folder.keepNewest(bundle.hash(), clock.instant(), KEPT);
    } catch (IOException e) {
      throw new BundleCacheException(e, place);
    }
  }

  /**
   * The bundle of that hash.
   *
   * @throws BundleMissingException if it is not there, or not what was put
   * @throws BundleCacheException if the folder cannot be read
   */
  public Bundle get(String hash) {
    try {
      return folder
          .read(hash)
          .filter(bundle -> bundle.hash().equals(hash))
          .orElseThrow(() -> new BundleMissingException(place.resolve(hash)));
    } catch (IOException e) {
      throw new BundleCacheException(e, place);
    }
  }
}
