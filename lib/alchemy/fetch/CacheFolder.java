package alchemy.fetch;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where everything lives that was fetched once: {@code ALCHEMY_CACHE}, else {@code
 * $XDG_CACHE_HOME/alchemy}, else {@code ~/.cache/alchemy} ({@code ~/Library/Caches/alchemy} on
 * macOS). May be deleted at any time; the next run fetches again.
 */
public final class CacheFolder {
  private CacheFolder() {}

  /** The cache folder of this process; it need not exist yet. */
  public static Path current() {
    return of(
        System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
  }

  /**
   * The cache folder for an environment.
   *
   * @param env the environment's variables; empty ones count as absent
   * @param home the user's home folder
   * @param osName as in the system property {@code os.name}
   */
  public static Path of(Map<String, String> env, Path home, String osName) {
    String own = env.getOrDefault("ALCHEMY_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath().normalize();
    }
    String xdg = env.getOrDefault("XDG_CACHE_HOME", "");
    // The specification wants a relative one to be ignored: it would be another folder in each
    // place.
    if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg).resolve("alchemy");
    }
    return osName.startsWith("Mac")
        ? home.resolve("Library/Caches/alchemy")
        : home.resolve(".cache/alchemy");
  }
}
