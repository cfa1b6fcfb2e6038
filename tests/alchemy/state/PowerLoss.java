package alchemy.state;

import alchemy.state.RecordingDisk.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a power failure may leave of a file system, by what POSIX promises: bytes that were not
 * flushed may be there, in part, as zeros or not at all; names that were not flushed may be there
 * or not; only a file's flush and its folder's flush make certain. A name changes as a whole.
 */
final class PowerLoss {
  private static final int CUTS = 3;

  private final Map<Path, List<Event>> pendingNames = new LinkedHashMap<>();
  private final Map<Path, Node> durable = new TreeMap<>();
  private final Map<Path, Node> now = new TreeMap<>();
  private final Map<Event, Node> created = new LinkedHashMap<>();

  /** A file's bytes, whatever its names are. */
  private static final class Node {
    byte[] durable = new byte[0];
    byte[] now = new byte[0];
    final List<byte[]> possible = new ArrayList<>();

    void become(byte[] next) {
      now = next;
      possible.add(next);
    }

    void write(byte[] bytes) {
      byte[] whole = Arrays.copyOf(now, now.length + bytes.length);
      System.arraycopy(bytes, 0, whole, now.length, bytes.length);
      for (int i = 0; i <= CUTS; i++) {
        int cut = now.length + (int) ((long) bytes.length * i / CUTS);
        possible.add(Arrays.copyOf(whole, cut));
        possible.add(Arrays.copyOf(possible.get(possible.size() - 1), whole.length)); // zeros
        byte[] holed = whole.clone();
        Arrays.fill(holed, now.length, cut, (byte) 0);
        possible.add(holed);
      }
      possible.add(Arrays.copyOf(whole, whole.length - 1));
      become(whole);
    }

    void flush() {
      durable = now;
      possible.clear();
    }
  }

  /** Takes the next step of the run. */
  void add(Event event) {
    Path path = event.path();
    switch (event.kind()) {
      case CUT -> {
        Node node = now.get(path);
        if (node.now.length != event.length()) {
          node.become(Arrays.copyOf(node.now, (int) event.length()));
        }
      }
      case WRITE -> now.get(path).write(event.bytes());
      case FLUSH -> now.get(path).flush();
      case FLUSH_FOLDER -> {
        pendingNames.getOrDefault(path, List.of()).forEach(each -> apply(durable, each));
        pendingNames.remove(path);
      }
      default -> {
        if (event.kind() == RecordingDisk.Kind.CREATE) {
          created.put(event, new Node());
        }
        apply(now, event);
        pendingNames.computeIfAbsent(path.getParent(), same -> new ArrayList<>()).add(event);
      }
    }
  }

  private void apply(Map<Path, Node> names, Event event) {
    switch (event.kind()) {
      case CREATE -> names.put(event.path(), created.get(event));
      case DELETE -> names.remove(event.path());
      case LINK -> {
        if (names.containsKey(event.path())) {
          names.put(event.other(), names.get(event.path()));
        }
      }
      default -> {
        Node moved = names.remove(event.path());
        if (moved != null) {
          names.put(event.other(), moved);
        }
      }
    }
  }

  /** All that may be left if the power fails now: files by path. */
  List<Map<Path, byte[]>> leftovers() {
    List<Map<Path, byte[]>> all = new ArrayList<>();
    for (Map<Path, Node> names : possibleNames()) {
      all.add(bytes(names, null, null, false));
      all.add(bytes(names, null, null, true));
      if (!names.equals(now) && !names.equals(durable)) {
        continue; // what is in a file and what it is called are lost one beside the other
      }
      for (Node node : List.copyOf(names.values())) {
        for (byte[] content : node.possible) {
          all.add(bytes(names, node, content, false));
          all.add(bytes(names, node, content, true));
        }
      }
    }
    return all;
  }

  // Of the changes of each folder: the first ones, and all but one.
  private List<Map<Path, Node>> possibleNames() {
    List<Map<Path, Node>> all = new ArrayList<>();
    all.add(durable);
    for (List<Event> changes : pendingNames.values()) {
      List<Map<Path, Node>> next = new ArrayList<>();
      for (Map<Path, Node> before : all) {
        for (int left = 0; left <= changes.size(); left++) {
          next.add(with(before, changes.subList(0, left)));
          if (left < changes.size()) {
            List<Event> others = new ArrayList<>(changes);
            others.remove(left);
            next.add(with(before, others));
          }
        }
      }
      all = next;
    }
    return all;
  }

  private Map<Path, Node> with(Map<Path, Node> before, List<Event> changes) {
    Map<Path, Node> names = new TreeMap<>(before);
    changes.forEach(each -> apply(names, each));
    return names;
  }

  private static Map<Path, byte[]> bytes(
      Map<Path, Node> names, Node special, byte[] content, boolean durable) {
    Map<Path, byte[]> files = new TreeMap<>();
    names.forEach(
        (path, node) ->
            files.put(path, node == special ? content : durable ? node.durable : node.now));
    return files;
  }
}
