package alchemy.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** A disk that stops the process for ever before, or in the middle of, one of its steps. */
final class StoppingDisk implements Disk {
  private final Disk machine = Disk.ofMachine();
  private final boolean half;
  private int left;

  /**
   * A disk that does not stop yet.
   *
   * @param half true to write half of the bytes, if the step is a write
   */
  StoppingDisk(boolean half) {
    this.half = half;
  }

  /** Stops at the n-th step from now on; 0 for never. */
  void stopAt(int step) {
    left = step;
  }

  private boolean isNow() {
    return left > 0 && --left == 0;
  }

  private void step() {
    if (isNow()) {
      stop();
    }
  }

  private static void stop() {
    System.out.println("waits to be killed");
    while (true) {
      LockSupport.park();
    }
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    machine.makeFolder(folder);
  }

  @Override
  public boolean create(Path file) throws IOException {
    step();
    return machine.create(file);
  }

  @Override
  public Output open(Path file, long length) throws IOException {
    step();
    Output out = machine.open(file, length);
    return new Output() {
      @Override
      public void write(byte[] bytes) throws IOException {
        if (isNow()) {
          out.write(half ? Arrays.copyOf(bytes, bytes.length / 2) : new byte[0]);
          stop();
        }
        out.write(bytes);
      }

      @Override
      public void flush() throws IOException {
        step();
        out.flush();
      }

      @Override
      public void empty() throws IOException {
        step();
        out.empty();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    machine.move(from, to);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    step();
    machine.link(file, name);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    machine.delete(file);
  }

  @Override
  public void flush(Path folder) throws IOException {
    step();
    machine.flush(folder);
  }
}
