package alchemy.fetch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Class paths of Maven artefacts, resolved by JBang, so that the user's mirrors and repositories
 * hold. An answer is kept in the cache folder and stands until one of its files is gone or the POM
 * of a requested artefact changed; then no JBang is started.
 */
public final class MavenPath {
  private static final long LONGEST_MINUTES = 10;

  private final Path cache;
  private final Map<String, String> env;
  private final Path home;
  private final Consumer<String> progress;

  MavenPath(Path cache, Map<String, String> env, Path home, Consumer<String> progress) {
    this.cache = cache;
    this.env = env;
    this.home = home;
    this.progress = progress;
  }

  /**
   * For this machine and user.
   *
   * @param progress gets a line when JBang is asked, which takes a second or, with downloads,
   *     several
   */
  public static MavenPath standard(Consumer<String> progress) {
    return new MavenPath(
        CacheFolder.current(), System.getenv(), Path.of(System.getProperty("user.home")), progress);
  }

  /**
   * The jars of the given artefacts and of all that they depend on.
   *
   * @param coordinates each as {@code group:artefact:version}
   * @throws JBangMissingException if the answer is not cached and there is no JBang
   * @throws FetchFailedException if JBang cannot resolve them
   */
  public List<Path> classpath(String... coordinates) {
    Path repository = repository();
    Path answer = cache.resolve("classpath").resolve(key(coordinates, repository) + ".txt");
    try {
      Optional<List<Path>> cached = cached(answer, coordinates, repository);
      if (cached.isPresent()) {
        return cached.get();
      }
      return Fetched.alone(
          answer,
          () -> {
            Optional<List<Path>> other = cached(answer, coordinates, repository);
            return other.isPresent() ? other.get() : resolve(coordinates, repository, answer);
          });
    } catch (IOException e) {
      throw new FetchFailedException(
          e, String.join(", ", coordinates), String.valueOf(e.getMessage()));
    }
  }

  /** True if the local repository has an artefact; asks nobody. */
  public boolean has(String coordinates) {
    return Files.isRegularFile(file(coordinates, repository(), ".jar"));
  }

  private static Path file(String coordinates, Path repository, String end) {
    String[] parts = coordinates.split(":", -1);
    return repository
        .resolve(parts[0].replace('.', '/'))
        .resolve(parts[1])
        .resolve(parts[2])
        .resolve(parts[1] + "-" + parts[2] + end);
  }

  // First line: digests of the requested artefacts' POMs; then one jar a line.
  private static Optional<List<Path>> cached(Path answer, String[] coordinates, Path repository)
      throws IOException {
    if (!Files.isRegularFile(answer)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(answer);
    List<Path> jars = lines.stream().skip(1).map(Path::of).toList();
    boolean holds =
        jars.stream().allMatch(Files::isRegularFile)
            && lines.get(0).equals(poms(coordinates, repository));
    return holds ? Optional.of(jars) : Optional.empty();
  }

  private List<Path> resolve(String[] coordinates, Path repository, Path answer)
      throws IOException {
    progress.accept("resolving " + String.join(", ", coordinates));
    List<String> command = jbang();
    command.addAll(List.of("info", "classpath"));
    if (coordinates.length > 1) {
      command.addAll(
          List.of("--deps", String.join(",", List.of(coordinates).subList(1, coordinates.length))));
    }
    command.add(coordinates[0]);
    // JBang keeps answers, too: it does not see that a POM changed, and fails where another JBang
    // writes them at the same moment. So it is given a folder of its own.
    Path own = Files.createTempDirectory(answer.getParent(), ".jbang-");
    String printed;
    try {
      printed = run(command, own, String.join(", ", coordinates));
    } finally {
      Fetched.delete(own);
    }
    List<Path> jars =
        Arrays.stream(printed.trim().split(File.pathSeparator))
            .filter(part -> !part.isEmpty())
            .map(Path::of)
            .toList();
    if (jars.isEmpty() || !jars.stream().allMatch(Files::isRegularFile)) {
      throw new IOException("JBang answered with no class path");
    }
    List<String> lines = new ArrayList<>(List.of(poms(coordinates, repository)));
    jars.forEach(jar -> lines.add(jar.toString()));
    Path fresh = Files.createTempFile(answer.getParent(), ".fresh-", ".txt");
    Files.write(fresh, lines);
    Fetched.move(fresh, answer);
    return jars;
  }

  private List<String> jbang() {
    String jar = env.getOrDefault("ALCHEMY_JBANG_JAR", "");
    if (!jar.isEmpty()) {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      return new ArrayList<>(
          List.of(
              java.toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-cp",
              jar,
              "dev.jbang.Main"));
    }
    Path found = Programs.find("jbang", env).orElseThrow(JBangMissingException::new);
    return new ArrayList<>(List.of(found.toString()));
  }

  private String run(List<String> command, Path jbangCache, String what) throws IOException {
    Path errors = Files.createTempFile("alchemy-jbang-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().putAll(env);
    builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
    builder.environment().put("JBANG_CACHE_DIR", jbangCache.toString());
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        List<String> details = new ArrayList<>(List.of("JBang says:"));
        Files.readString(errors).lines().limit(6).forEach(line -> details.add("  " + line));
        throw new FetchFailedException(what, details.toArray(String[]::new));
      }
      return printed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while JBang was running");
    } finally {
      process.destroy();
      Files.delete(errors);
    }
  }

  private Path repository() {
    String own = env.getOrDefault("JBANG_REPO", "");
    return own.isEmpty() ? home.resolve(".m2/repository") : Path.of(own).toAbsolutePath();
  }

  private static String key(String[] coordinates, Path repository) {
    String text = String.join("\n", coordinates) + "\n" + repository;
    byte[] digest = Integrity.newDigest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 12);
  }

  // An artefact that is exported anew keeps its path; only its POM tells that it needs others now.
  private static String poms(String[] coordinates, Path repository) throws IOException {
    List<String> digests = new ArrayList<>();
    for (String each : coordinates) {
      Path pom = file(each, repository, ".pom");
      digests.add(Files.isRegularFile(pom) ? Integrity.sha256(pom) : "-");
    }
    return String.join(" ", digests);
  }
}
