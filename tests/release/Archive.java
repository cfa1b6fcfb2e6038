package release;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar whose bytes depend on its content alone: entries in order, all of one time. */
final class Archive {
  private static final String SCRIPTS =
      """
      Alchemy for Java

      The pages were written by the JDK's javadoc, which puts scripts of others beside them, as jQuery
      and jQuery UI. Their licences are in legal/.
      """;

  private final SortedMap<String, byte[]> entries = new TreeMap<>();

  private Archive() {}

  /** What JBang exported, with our licence, the whole POM, and a manifest that names no machine. */
  static Archive of(Path jar, Path home, Coordinates artifact, String pom) throws IOException {
    Archive archive = new Archive();
    String main;
    try (JarFile file = new JarFile(jar.toFile())) {
      main = file.getManifest().getMainAttributes().getValue("Main-Class");
      for (ZipEntry each : file.stream().filter(each -> !each.isDirectory()).toList()) {
        if (!each.getName().startsWith("META-INF/")) {
          archive.entries.put(each.getName(), file.getInputStream(each).readAllBytes());
        }
      }
    }
    archive.manifest("Main-Class: " + main + "\n");
    archive.licence(home);
    archive.entries.put(
        "META-INF/maven/" + artifact.group() + "/" + artifact.name() + "/pom.xml",
        pom.getBytes(StandardCharsets.UTF_8));
    return archive;
  }

  /** The sources of the classes in a jar. */
  static Archive sources(Path home, Archive classes) throws IOException {
    Archive archive = new Archive();
    Path lib = home.resolve("lib");
    try (var files = Files.walk(lib.resolve("alchemy"))) {
      for (Path each : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        String name = lib.relativize(each).toString().replace('\\', '/');
        if (classes.has(name)) {
          archive.entries.put(name, Files.readAllBytes(each));
        }
      }
    }
    archive.manifest("");
    archive.licence(home);
    return archive;
  }

  /** The Javadoc of what is public in these packages. */
  static Archive javadoc(Path home, Coordinates artifact, List<String> packages)
      throws IOException {
    Path folder = Files.createTempDirectory("javadoc");
    try {
      List<String> words = new ArrayList<>(List.of("-quiet", "-public", "-notimestamp"));
      words.addAll(List.of("-Xdoclint:none", "--ignore-source-errors", "-encoding", "UTF-8"));
      words.addAll(List.of("-docencoding", "UTF-8", "-charset", "UTF-8"));
      words.addAll(List.of("-sourcepath", home.resolve("lib").toString()));
      words.addAll(List.of("-d", folder.toString()));
      String title = artifact.name() + " " + artifact.version();
      words.addAll(List.of("-windowtitle", title, "-doctitle", title));
      words.addAll(packages);
      StringWriter said = new StringWriter();
      PrintWriter log = new PrintWriter(said);
      ToolProvider javadoc =
          ToolProvider.findFirst("javadoc").orElseThrow(() -> new IOException("a JDK is needed"));
      if (javadoc.run(log, log, words.toArray(String[]::new)) != 0) {
        throw new IOException("javadoc failed:\n" + said);
      }
      Archive archive = new Archive();
      try (var files = Files.walk(folder)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(each).toString().replace('\\', '/');
          archive.entries.put(name, Files.readAllBytes(each));
        }
      }
      archive.manifest("");
      archive.licence(home);
      archive.entries.put("META-INF/NOTICE", SCRIPTS.getBytes(StandardCharsets.UTF_8));
      return archive;
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  void write(Path file, Instant time) throws IOException {
    // Of no zone, as a jar's times are; those before 1980 cannot be said there.
    LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, JarFile.MANIFEST_NAME, local); // where readers of streams look for it
      for (String each : entries.keySet()) {
        if (!each.equals(JarFile.MANIFEST_NAME)) {
          put(zip, each, local);
        }
      }
    }
  }

  private void put(ZipOutputStream zip, String name, LocalDateTime time) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    zip.putNextEntry(entry);
    zip.write(entries.get(name));
    zip.closeEntry();
  }

  // What describes a package has no class; it belongs where the package has one.
  private boolean has(String source) {
    String name = source.substring(0, source.length() - ".java".length());
    if (!name.endsWith("/package-info")) {
      return entries.containsKey(name + ".class");
    }
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    return entries.keySet().stream().anyMatch(each -> each.matches(folder + "[^/]+\\.class"));
  }

  private void manifest(String more) {
    byte[] text = ("Manifest-Version: 1.0\n" + more + "\n").getBytes(StandardCharsets.UTF_8);
    entries.put(JarFile.MANIFEST_NAME, text);
  }

  private void licence(Path home) throws IOException {
    for (String each : List.of("LICENSE", "NOTICE")) {
      entries.put("META-INF/" + each, Files.readAllBytes(home.resolve(each)));
    }
  }
}
