package alchemy.state;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/** A disk that refuses one step, and works again after it. */
final class FailingDisk implements Disk {
  private final Disk machine = watched(Disk.class, Disk.ofMachine());
  private int left;
  private boolean failed;

  /** Refuses the n-th step from now on. */
  void failAt(int step) {
    left = step;
  }

  boolean hasFailed() {
    return failed;
  }

  private <T> T watched(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (left > 0 && --left == 0) {
                failed = true;
                throw new IOException("no space left on device");
              }
              try {
                return method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    machine.makeFolder(folder);
  }

  @Override
  public boolean create(Path file) throws IOException {
    return machine.create(file);
  }

  @Override
  public Output open(Path file, long length) throws IOException {
    return watched(Output.class, machine.open(file, length));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    machine.move(from, to);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    machine.link(file, name);
  }

  @Override
  public void delete(Path file) throws IOException {
    machine.delete(file);
  }

  @Override
  public void flush(Path folder) throws IOException {
    machine.flush(folder);
  }
}
