package alchemy.fetch;

import alchemy.AlchemyException;

/** This machine is none for which esbuild, workerd and PostgreSQL can be fetched. */
public final class UnsupportedPlatformException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  UnsupportedPlatformException(String osName, String osArch) {
    super(
        "This platform is not supported.",
        "here: " + osName + " on " + osArch,
        "supported: Linux and macOS on x64 and arm64; on Windows, run it inside WSL 2");
  }
}
