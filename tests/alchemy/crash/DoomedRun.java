package alchemy.crash;

import alchemy.crash.Doom.Blow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A run in a process of its own, which kills itself at one effect: with SIGKILL, so that nothing of
 * it gets to tidy up. Its arguments are the script's folder, the stage, the body (nothing for a
 * destroy), the effect's number, the moment, and how many steps at once.
 */
final class DoomedRun {
  private DoomedRun() {}

  public static void main(String... args) throws IOException {
    Runs runs = new Runs(Path.of(args[0]), args[1], System.getenv());
    Doom doom = Doom.at(Integer.parseInt(args[3]), Blow.valueOf(args[4]), DoomedRun::kill);
    runs.run(args[2].isEmpty() ? null : Bodies.named(args[2]), doom, Integer.parseInt(args[5]));
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    while (true) {
      LockSupport.park();
    }
  }
}
