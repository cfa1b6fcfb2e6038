package alchemy.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bundles on disk, each in a folder of its own below one: its modules, numbered, and an index. A
 * bundle is there whole or not at all, and one that was changed there is taken for missing.
 */
final class BundleFolder {
  private static final String INDEX = "bundle.txt";

  private final Path folder;
  private final Path root;

  /**
   * A folder of bundles.
   *
   * @param folder where they lie; it need not exist yet
   * @param root what the inputs of bundles are relative to
   */
  BundleFolder(Path folder, Path root) {
    this.folder = folder;
    this.root = root;
  }

  /**
   * Writes a bundle under a name; one that is there already is replaced.
   *
   * @param notes lines to keep with it
   */
  void write(String name, Bundle bundle, List<String> notes) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, ".fresh-");
    List<String> index = new ArrayList<>(List.of("hash " + bundle.hash()));
    int number = 0;
    for (Module each : bundle.modules()) {
      Files.write(fresh.resolve(Integer.toString(number++)), each.content());
      index.add("module " + each.contentType() + " " + each.name());
    }
    bundle.inputs().forEach(input -> index.add("input " + root.relativize(input)));
    notes.forEach(note -> index.add("note " + note));
    Files.write(fresh.resolve(INDEX), index);
    delete(folder.resolve(name));
    try {
      Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(fresh);
      // Another run may have written it meanwhile.
      if (!contains(name)) {
        throw e;
      }
    }
  }

  boolean contains(String name) {
    return Files.isRegularFile(folder.resolve(name).resolve(INDEX));
  }

  /** The bundle of that name, if it is there as it was written. */
  Optional<Bundle> read(String name) throws IOException {
    Path place = folder.resolve(name);
    String hash = "";
    List<Module> modules = new ArrayList<>();
    List<Path> inputs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(place.resolve(INDEX))) {
        String[] parts = line.split(" ", 3);
        switch (parts[0]) {
          case "hash" -> hash = parts[1];
          case "module" -> {
            byte[] content = Files.readAllBytes(place.resolve(Integer.toString(modules.size())));
            modules.add(new Module(parts[2], parts[1], content));
          }
          case "input" -> inputs.add(root.resolve(line.substring("input ".length())).normalize());
          default -> {}
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Bundle bundle = Bundle.of(modules, inputs);
    return bundle.hash().equals(hash) ? Optional.of(bundle) : Optional.empty();
  }

  /** The lines that were kept with a bundle; none if it is not there. */
  List<String> notes(String name) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(name).resolve(INDEX))) {
      return lines
          .filter(line -> line.startsWith("note "))
          .map(line -> line.substring("note ".length()))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Makes a bundle the newest, then deletes all but the newest ones. */
  void keepNewest(String name, Instant now, int kept) throws IOException {
    record Aged(Path path, FileTime time) {}
    Files.setLastModifiedTime(folder.resolve(name), FileTime.from(now));
    List<Aged> all = new ArrayList<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path each : list.toList()) {
        if (Files.exists(each)) {
          all.add(new Aged(each, Files.getLastModifiedTime(each)));
        }
      }
    }
    all.sort(Comparator.comparing(Aged::time).reversed());
    for (Aged each : all.subList(Math.min(kept, all.size()), all.size())) {
      delete(each.path());
    }
  }

  // Two runs may delete the same one; who comes second finds nothing to delete.
  private static void delete(Path place) throws IOException {
    try (Stream<Path> list = Files.list(place)) {
      for (Path each : list.toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(place);
  }
}
