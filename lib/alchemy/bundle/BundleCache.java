package alchemy.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps bundles by their hash below {@code .alchemy/cache/bundles} of a project, so that exactly
 * what a plan hashed is uploaded, whatever happens to the sources meanwhile. The newest {@value
 * #KEPT} stay.
 */
public final class BundleCache {
  private static final int KEPT = 20;
  private static final String INDEX = "bundle.txt";

  private final Path root;
  private final Path folder;
  private final Clock clock;

  BundleCache(Path root, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.folder = this.root.resolve(".alchemy/cache/bundles");
    this.clock = clock;
  }

  /** The cache of the project at a root; it need not exist yet. */
  public static BundleCache of(Path root) {
    return new BundleCache(root, Clock.systemUTC());
  }

  /** Keeps a bundle, whole or not at all; one that is there only becomes the newest. */
  public void put(Bundle bundle) {
    Path place = folder.resolve(bundle.hash());
    try {
      if (!Files.isDirectory(place)) {
        write(bundle, place);
      }
      Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
      prune();
    } catch (IOException e) {
      throw new BundleCacheException(e, folder);
    }
  }

  /**
   * The bundle of that hash.
   *
   * @throws BundleMissingException if it is not there, or not what was put
   */
  public Bundle get(String hash) {
    Path place = folder.resolve(hash);
    try {
      List<Module> modules = new ArrayList<>();
      List<Path> inputs = new ArrayList<>();
      for (String line : Files.readAllLines(place.resolve(INDEX))) {
        String[] parts = line.split(" ", 2);
        if (parts[0].equals("input")) {
          inputs.add(root.resolve(parts[1]).normalize());
        } else {
          byte[] content = Files.readAllBytes(place.resolve(Integer.toString(modules.size())));
          modules.add(new Module(parts[1], parts[0], content));
        }
      }
      Bundle bundle = Bundle.of(modules, inputs);
      if (!bundle.hash().equals(hash)) {
        throw new BundleMissingException(place);
      }
      return bundle;
    } catch (NoSuchFileException e) {
      throw new BundleMissingException(place);
    } catch (IOException e) {
      throw new BundleCacheException(e, folder);
    }
  }

  private void write(Bundle bundle, Path place) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, ".fresh-");
    List<String> index = new ArrayList<>();
    for (Module each : bundle.modules()) {
      Files.write(fresh.resolve(Integer.toString(index.size())), each.content());
      index.add(each.contentType() + " " + each.name());
    }
    bundle.inputs().forEach(input -> index.add("input " + root.relativize(input)));
    Files.write(fresh.resolve(INDEX), index);
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(fresh);
      // Another run may have put the same one meanwhile.
      if (!Files.isDirectory(place)) {
        throw e;
      }
    }
  }

  private void prune() throws IOException {
    record Aged(Path path, FileTime time) {}
    List<Aged> all = new ArrayList<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path each : list.toList()) {
        if (Files.exists(each)) {
          all.add(new Aged(each, Files.getLastModifiedTime(each)));
        }
      }
    }
    all.sort(Comparator.comparing(Aged::time).reversed());
    for (Aged each : all.subList(Math.min(KEPT, all.size()), all.size())) {
      delete(each.path());
    }
  }

  // Two runs may prune the same one; who comes second finds nothing to delete.
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
