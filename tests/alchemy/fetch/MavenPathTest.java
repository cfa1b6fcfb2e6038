package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a jbang on the PATH that answers with two jars and writes down how it was called. */
class MavenPathTest {
  @TempDir Path temporary;
  private Path calls;
  private Path first;
  private Path second;
  private Map<String, String> env;

  @BeforeEach
  void aJbang() throws IOException {
    Path repository = temporary.resolve("repository/g/a/1");
    Files.createDirectories(repository);
    first = Files.writeString(repository.resolve("a-1.jar"), "jar");
    second = Files.writeString(temporary.resolve("b-2.jar"), "jar");
    calls = temporary.resolve("calls");
    Path jbang = Files.createDirectories(temporary.resolve("bin")).resolve("jbang");
    Files.writeString(
        jbang,
        "#!/bin/sh\necho \"$*\" >> '%s'\necho Resolving >&2\necho '%s:%s'\n"
            .formatted(calls, first, second));
    assertTrue(jbang.toFile().setExecutable(true));
    env = new HashMap<>(System.getenv());
    env.remove("ALCHEMY_JBANG_JAR");
    env.put("PATH", jbang.getParent() + ":" + env.get("PATH"));
    env.put("JBANG_REPO", temporary.resolve("repository").toString());
  }

  private List<Path> resolve() {
    return new MavenPath(temporary.resolve("cache"), env, temporary, line -> {})
        .classpath("g:a:1", "h:b:2");
  }

  @Test
  void theAnswerIsKept() throws IOException {
    assertEquals(List.of(first, second), resolve());
    assertEquals(List.of(first, second), resolve());
    assertEquals(List.of("info classpath --deps h:b:2 g:a:1"), Files.readAllLines(calls));
  }

  @Test
  void aJarThatIsExportedAnewNeedsNoNewAnswer() throws IOException {
    resolve();
    Files.writeString(first, "another jar");
    assertEquals(List.of(first, second), resolve());
    assertEquals(1, Files.readAllLines(calls).size());
  }

  @Test
  void aMissingJarOrAChangedPomIsAskedForAgain() throws IOException {
    resolve();
    Files.writeString(first.resolveSibling("a-1.pom"), "<project/>");
    resolve();
    assertEquals("info classpath --deps h:b:2 g:a:1", Files.readAllLines(calls).get(1));
    Files.delete(second);
    assertThrows(FetchFailedException.class, this::resolve);
    assertEquals(3, Files.readAllLines(calls).size());
  }

  @Test
  void whatJbangKeepsIsReadAndWrittenByNoOther() throws IOException {
    Files.writeString(
        temporary.resolve("bin/jbang"),
        "#!/bin/sh\necho \"$JBANG_CACHE_DIR\" >> '%s'\ntouch \"$JBANG_CACHE_DIR/kept\"\necho '%s'\n"
            .formatted(calls, first));
    env.put("JBANG_CACHE_DIR", temporary.toString());
    resolve();
    Files.delete(first);
    assertThrows(FetchFailedException.class, this::resolve);
    List<String> own = Files.readAllLines(calls);
    assertEquals(2, own.stream().distinct().count());
    own.forEach(each -> assertFalse(Files.exists(Path.of(each)), each));
    assertFalse(Files.exists(temporary.resolve("kept")));
  }

  @Test
  void whatJbangSaysOfAFailureIsShown() throws IOException {
    Files.writeString(
        temporary.resolve("bin/jbang"), "#!/bin/sh\necho 'Could not resolve h:b:2' >&2\nexit 1\n");

    var failed = assertThrows(FetchFailedException.class, this::resolve);

    assertTrue(failed.getMessage().contains("Could not resolve h:b:2"), failed::getMessage);
  }

  @Test
  void withoutJbangTheErrorSaysHowToGetIt() {
    env.put("PATH", "");

    var missing = assertThrows(JBangMissingException.class, this::resolve);

    assertTrue(missing.getMessage().contains("ALCHEMY_JBANG_JAR"), missing::getMessage);
  }
}
