package alchemy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arrows between the rooms, as the compiled classes show them. A room is a package below {@code
 * alchemy}, with what lies below it; the package {@code alchemy} itself is the room {@code script}.
 */
public final class Arrows {
  /** Which rooms each room may use, besides itself and {@link #WORDS}. */
  static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("json", Set.of()),
          Map.entry("fetch", Set.of()),
          Map.entry("local", Set.of("fetch")),
          Map.entry("http", Set.of("json")),
          Map.entry("postgres", Set.of()),
          Map.entry("state", Set.of("json", "postgres")),
          Map.entry("profile", Set.of("state", "json")),
          Map.entry("bundle", Set.of("fetch")),
          Map.entry("peer", Set.of("json", "http")),
          Map.entry("provider", Set.of("json", "http")),
          Map.entry("engine", Set.of("provider", "state", "json", "http")),
          Map.entry("files", Set.of("provider", "state", "json")),
          Map.entry("sql", Set.of("provider", "json", "postgres")),
          Map.entry("script", Set.of("files", "sql", "engine", "provider", "state", "json")),
          Map.entry("prisma", Set.of("script", "provider", "http", "json")),
          Map.entry("cloudflare", Set.of("script", "provider", "http", "json", "bundle")),
          Map.entry("types", Set.of("script", "cloudflare", "engine", "state")),
          Map.entry("graph", Set.of("engine")),
          Map.entry(
              "cli",
              Set.of(
                  "script",
                  "files",
                  "engine",
                  "provider",
                  "state",
                  "json",
                  "http",
                  "prisma",
                  "cloudflare",
                  "types",
                  "graph",
                  "bundle",
                  "peer",
                  "profile",
                  "fetch")));

  /** What every room but {@code local} may use, besides the leaves of the second one. */
  static final Set<String> WORDS = Set.of("alchemy.Secret", "alchemy.AlchemyException");

  private static final Pattern DESCRIBED = Pattern.compile("L(alchemy/[\\w/$]+)[;<]");

  private record Compiled(String name, String parent, Set<String> uses) {}

  private final Map<String, Compiled> classes = new TreeMap<>();

  /** Reads all classes of some jars or folders. */
  public Arrows(List<Path> roots) throws IOException {
    for (Path root : roots) {
      if (Files.isDirectory(root)) {
        readAll(root);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
          readAll(jar.getPath("/"));
        }
      }
    }
  }

  /** Of the library's two jars, which must be on this process's class path. */
  public static Arrows ofTheLibrary() throws IOException {
    List<Path> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.getFileName().toString().matches("alchemy(-local)?-[0-9].*[.]jar"))
            .toList();
    if (jars.size() != 2) {
      throw new IOException("the library's two jars are not on the class path, but: " + jars);
    }
    return new Arrows(jars);
  }

  private void readAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        Compiled read = read(Files.readAllBytes(file));
        if (read.name.startsWith("alchemy.")) {
          classes.put(read.name, read);
        }
      }
    }
  }

  /** The rooms that were found. */
  public Set<String> rooms() {
    Set<String> rooms = new TreeSet<>();
    classes.keySet().forEach(name -> rooms.add(room(name)));
    return rooms;
  }

  /** Every forbidden use, one a line: {@code room -> room: class uses class}. */
  public List<String> violations() {
    List<String> found = new ArrayList<>();
    for (Compiled each : classes.values()) {
      for (String used : each.uses) {
        if (!allows(room(each.name), used)) {
          found.add(room(each.name) + " -> " + room(used) + ": " + each.name + " uses " + used);
        }
      }
    }
    return found;
  }

  private boolean allows(String from, String used) {
    if (from.equals(room(used)) || ALLOWED.getOrDefault(from, Set.of()).contains(room(used))) {
      return true;
    }
    boolean leaf =
        Optional.ofNullable(classes.get(used))
            .filter(type -> room(type.name).equals("script"))
            .filter(type -> type.parent.equals("alchemy.AlchemyException"))
            .isPresent();
    return from.equals("local")
        ? used.equals("alchemy.AlchemyException")
        : WORDS.contains(used) || leaf;
  }

  private static String room(String type) {
    String[] parts = type.split("\\.");
    return parts.length == 2 ? "script" : parts[1];
  }

  // The class file's constant pool names every class that the code touches: as a class entry, or
  // inside a descriptor or signature. JVMS 4.4 has the layout.
  private static Compiled read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipNBytes(8); // magic and version
    int count = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Map<Integer, Integer> names = new HashMap<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7 -> names.put(i, in.readUnsignedShort());
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long or double takes two places
        }
        default -> throw new IOException("constant pool tag " + tag);
      }
    }
    in.skipNBytes(2); // access flags
    String self = texts.get(names.get(in.readUnsignedShort()));
    int parent = in.readUnsignedShort();
    Set<String> uses = new TreeSet<>();
    for (int name : names.values()) {
      if (texts.get(name).startsWith("alchemy/")) {
        uses.add(outermost(texts.get(name)));
      }
    }
    for (String text : texts.values()) {
      for (Matcher match = DESCRIBED.matcher(text); match.find(); ) {
        uses.add(outermost(match.group(1)));
      }
    }
    String parentName = parent == 0 ? "" : outermost(texts.get(names.get(parent)));
    return new Compiled(self.replace('/', '.'), parentName, uses);
  }

  private static String outermost(String internalName) {
    return internalName.replaceFirst("\\$.*", "").replace('/', '.');
  }
}
