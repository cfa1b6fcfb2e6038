package alchemy.local.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL is run, which refuses to be root:
 *
 * <pre>
 * we are                        prefix                        files belong to
 * an ordinary user              none                          us
 * root, may make a user space   unshare -U                    us: no uid is mapped, so it sees another
 * root, may not (containers)    setpriv --reuid=65534 …       65534
 * </pre>
 *
 * <p>In the last case the process keeps the one right to pass folders that only root may enter,
 * since the data lies below root's home. For its binaries that is not enough, because PostgreSQL
 * asks access(2) about them, which disregards such rights.
 *
 * @param prefix what stands before the command
 * @param owner the uid that the data must belong to, or -1 for ours
 */
record OrdinaryUser(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;

  // Only root can write into its parent, so nobody else can have put something there.
  private static final Path FOR_ALL = Path.of("/var/cache/alchemy");

  static OrdinaryUser find() throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new OrdinaryUser(List.of(), -1);
    }
    if (works(List.of("unshare", "-U", "true"))) {
      return new OrdinaryUser(List.of("unshare", "-U"), -1);
    }
    var plain = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    var passing = new ArrayList<>(plain);
    passing.addAll(List.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override"));
    for (var prefix : List.of(passing, plain)) {
      var probe = new ArrayList<>(prefix);
      probe.add("true");
      if (works(probe)) {
        return new OrdinaryUser(List.copyOf(prefix), NOBODY);
      }
    }
    throw new PostgresFailedException(
        null,
        "It refuses to run as root, and neither unshare nor setpriv can run it as somebody else.",
        "Run this as an ordinary user.");
  }

  /** Where the binaries go, so that this user can run them: the cache folder if he may enter it. */
  Path binaries(Path cache) throws IOException {
    if (owner < 0) {
      return cache;
    }
    for (var folder = cache; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder)
          && !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return FOR_ALL;
      }
    }
    return cache;
  }

  /** Gives a file or folder to the user that PostgreSQL runs as. */
  void own(Path path) throws IOException {
    if (owner < 0) {
      return;
    }
    try (var walk = Files.walk(path)) {
      for (var each : walk.toList()) {
        Files.setAttribute(each, "unix:uid", owner);
        Files.setAttribute(each, "unix:gid", owner);
      }
    }
  }

  private static boolean works(List<String> command) throws IOException {
    try {
      var probe =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      // No such program: the next way is tried.
      return false;
    }
  }
}
