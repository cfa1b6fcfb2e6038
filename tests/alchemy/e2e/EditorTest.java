package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an editor needs to complete a script and to explain what is in it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class EditorTest {
  private static final Pattern LIBRARY =
      Pattern.compile("path=\"([^\"]*)/alchemy-([0-9.]+)\\.jar\"");

  @TempDir Path folder;

  @Test
  void theProjectThatJBangMakesHasTheLibraryWithItsSourcesAndJavadoc() throws Exception {
    Path script = folder.resolve("minimal");
    Shell.copy(Shell.HOME.resolve("examples/minimal"), script);
    Shell shell = new Shell(script).withJBang(folder.resolve("bin"));
    Ran edit =
        shell
            .program("", List.of("jbang", "edit", "--no-open", "--sandbox", "alchemy.run.java"))
            .expect(0);
    Path project = Path.of(edit.out().strip());
    assertTrue(Files.exists(project.resolve("src/alchemy.run.java")), edit::toString);
    assertTrue(
        Files.readString(project.resolve("build.gradle"))
            .contains("'io.github.alchemy-java:alchemy:"));
    Matcher library = LIBRARY.matcher(Files.readString(project.resolve(".classpath")));
    assertTrue(library.find(), "the library is on the project's class path");
    Path beside = Path.of(library.group(1));
    String name = "alchemy-" + library.group(2);

    List<String> sources = entries(beside.resolve(name + "-sources.jar"));
    assertTrue(sources.contains("alchemy/Alchemy.java"), sources::toString);
    assertTrue(sources.contains("alchemy/cloudflare/Worker.java"), sources::toString);
    assertEquals(
        List.of(), sources.stream().filter(each -> each.startsWith("alchemy/local/")).toList());

    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "makes a terminal");
    Path javadoc = beside.resolve(name + "-javadoc.jar");
    Files.deleteIfExists(javadoc);
    try (WatchService watch = beside.getFileSystem().newWatchService()) {
      beside.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      String plan = "sh '" + Shell.HOME.resolve("alchemy") + "' plan";
      shell.program("", List.of("script", "-q", "-e", "-c", plan, "/dev/null")).expect(0);
      while (Files.notExists(javadoc)) {
        var key = watch.poll(1, TimeUnit.MINUTES);
        assertTrue(key != null, "Javadoc is made while a person goes on");
        key.pollEvents();
        key.reset();
      }
    }
    List<String> pages = entries(javadoc);
    assertTrue(pages.contains("index.html"), pages::toString);
    assertTrue(pages.contains("alchemy/Alchemy.html"), pages::toString);
    assertTrue(pages.contains("alchemy/cloudflare/Worker.Settings.html"), pages::toString);
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).collect(Collectors.toList());
    }
  }
}
