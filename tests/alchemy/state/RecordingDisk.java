package alchemy.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A disk that does what it is asked and remembers it, together with what was promised meanwhile, so
 * that {@link PowerLoss} can tell what a power failure may leave.
 */
final class RecordingDisk implements Disk {
  private final Disk machine = Disk.ofMachine();
  private final List<Event> events = new ArrayList<>();
  private List<Map<String, String>> promised = List.of();

  /** What happened, in the words of {@link Disk}. */
  enum Kind {
    CREATE,
    CUT,
    WRITE,
    FLUSH,
    MOVE,
    LINK,
    DELETE,
    FLUSH_FOLDER
  }

  /**
   * One step.
   *
   * @param other the second path of a move or link, else null
   * @param bytes what is written, else null
   * @param length where a cut ends
   * @param promised what may be read after a power failure that comes after this step
   */
  record Event(
      Kind kind,
      Path path,
      Path other,
      byte[] bytes,
      long length,
      List<Map<String, String>> promised) {}

  /** From here on a reader has to find one of these. */
  @SafeVarargs
  final void promise(Map<String, String>... views) {
    promised = List.of(views);
    // What was promised last holds for what the disk has now, too.
    if (!events.isEmpty()) {
      Event last = events.remove(events.size() - 1);
      List<Map<String, String>> either = new ArrayList<>(last.promised());
      either.removeIf(each -> views.length == 1);
      either.addAll(promised);
      events.add(
          new Event(last.kind(), last.path(), last.other(), last.bytes(), last.length(), either));
    }
  }

  List<Event> events() {
    return events;
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public boolean create(Path file) throws IOException {
    boolean created = machine.create(file);
    if (created) {
      add(Kind.CREATE, file, null, null, 0);
    }
    return created;
  }

  @Override
  public Output open(Path file, long length) throws IOException {
    Output out = machine.open(file, length);
    add(Kind.CUT, file, null, null, length);
    return new Output() {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        add(Kind.WRITE, file, null, bytes, 0);
      }

      @Override
      public void flush() {
        add(Kind.FLUSH, file, null, null, 0);
      }

      @Override
      public void empty() throws IOException {
        out.empty();
        add(Kind.CUT, file, null, null, 0);
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    machine.move(from, to);
    add(Kind.MOVE, from, to, null, 0);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    machine.link(file, name);
    add(Kind.LINK, file, name, null, 0);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      machine.delete(file);
      add(Kind.DELETE, file, null, null, 0);
    }
  }

  @Override
  public void flush(Path folder) {
    add(Kind.FLUSH_FOLDER, folder, null, null, 0);
  }

  private void add(Kind kind, Path path, Path other, byte[] bytes, long length) {
    Path second = other == null ? null : other.toAbsolutePath();
    events.add(new Event(kind, path.toAbsolutePath(), second, bytes, length, promised));
  }
}
