package alchemy.fetch;

import java.nio.file.Path;
import java.util.Map;

/**
 * For whom something is fetched.
 *
 * @param platform chooses the packages
 * @param cache where what was fetched is kept
 * @param env the environment variables
 * @param home the user's folder, where an {@code .npmrc} may lie
 */
record Machine(Platform platform, Path cache, Map<String, String> env, Path home) {
  /**
   * This machine and user.
   *
   * @throws UnsupportedPlatformException on a platform that the tools do not exist for
   */
  static Machine current() {
    return new Machine(
        Platform.current(),
        CacheFolder.current(),
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }
}
