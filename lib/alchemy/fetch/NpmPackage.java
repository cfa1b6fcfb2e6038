package alchemy.fetch;

import java.util.Map;

/**
 * One version of one npm package.
 *
 * @param name with its scope, as {@code @esbuild/linux-x64}
 * @param version an exact one
 * @param integrity as npm writes it: {@code sha512-} and Base64 of the archive's digest
 */
record NpmPackage(String name, String version, String integrity) {
  private static final String ESBUILD = "0.28.2";
  // macOS is one version behind: of the newer ones only the manifests exist, not the archives.
  private static final String WORKERD_LINUX = "1.20261117.1";
  private static final String WORKERD_DARWIN = "1.20261023.1";

  private static final Map<String, NpmPackage> PINS =
      Map.of(
          "@esbuild/linux-x64",
          new NpmPackage(
              "@esbuild/linux-x64",
              ESBUILD,
              "sha512-4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ=="),
          "@esbuild/linux-arm64",
          new NpmPackage(
              "@esbuild/linux-arm64",
              ESBUILD,
              "sha512-pW4AC0P3it8c7do9MVM4p51FzHzdM/TZrerurgRcHJ2WTa1VQ1CIq18xncfpBJw4ojkiZZrKW2yIBWBP92j6Ug=="),
          "@esbuild/darwin-x64",
          new NpmPackage(
              "@esbuild/darwin-x64",
              ESBUILD,
              "sha512-uq6suIWYP37qzGddBKPw5QEQPi6HiLGsO7UmkpfyaYNQ3D+rN6w6WfwH+nuqcGXWvawGwxOEroO4YGnFh95azw=="),
          "@esbuild/darwin-arm64",
          new NpmPackage(
              "@esbuild/darwin-arm64",
              ESBUILD,
              "sha512-n4KqkOQrraxHJcgjM1RvwbigfQKIKJVpM7xp+KsxiyUSrRdIXnt73VhrPAx0fV44hgfmIVKjxMN9J1t5jySVkw=="),
          "@cloudflare/workerd-linux-64",
          new NpmPackage(
              "@cloudflare/workerd-linux-64",
              WORKERD_LINUX,
              "sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA=="),
          "@cloudflare/workerd-linux-arm64",
          new NpmPackage(
              "@cloudflare/workerd-linux-arm64",
              WORKERD_LINUX,
              "sha512-gxWngFojq41ULKNKb9rpWYvKotN5hT2I/xot+Bpy31cXzrwcTgtDLSMb2t75sW5BJxH7hihFvikgYb577kB3Zg=="),
          "@cloudflare/workerd-darwin-64",
          new NpmPackage(
              "@cloudflare/workerd-darwin-64",
              WORKERD_DARWIN,
              "sha512-lsEx0i7nR0PNG/erUFFHmQmiidEhLfDE5uQmAL9421/y4/ycuxDDOSaxu3VGGYFFPK5sduyUeMmjIlX4CwOBFg=="),
          "@cloudflare/workerd-darwin-arm64",
          new NpmPackage(
              "@cloudflare/workerd-darwin-arm64",
              WORKERD_DARWIN,
              "sha512-5e79fHgabdDD8EgmjOhJ1S+xMsf6DbC7fL7IgTBizMnzOp0P2isDn7pYmUxI9AJZE9FVQ4RUilH/I36YNg+GQQ=="));

  static NpmPackage esbuild(Platform platform) {
    return PINS.get(platform.esbuildPackage());
  }

  static NpmPackage workerd(Platform platform) {
    return PINS.get(platform.workerdPackage());
  }

  /** The archive's path below a registry's address: {@code NAME/-/BASENAME-VERSION.tgz}. */
  String archivePath() {
    return name + "/-/" + name.substring(name.lastIndexOf('/') + 1) + "-" + version + ".tgz";
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
