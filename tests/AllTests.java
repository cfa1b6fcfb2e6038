///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8
//DEPS io.github.alchemy-java:alchemy:0.2.0
//DEPS io.github.alchemy-java:alchemy-local:0.2.0
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//SOURCES alchemy/**.java

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import alchemy.contract.Recordings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests: every class here whose name ends in {@code Test}. Arguments: {@code --all} also
 * runs those tagged {@code full}; those tagged {@code processes} run beside the others. Any other
 * word keeps the classes whose name contains it. What was said to local clouds is then held against
 * {@code tests/contracts}, and each fault there counts as a failed test. The last line is {@code N
 * passed, N failed}; the exit code is 1 if one failed or none was found.
 */
class AllTests {
  private static final int STACK_LINES = 12;
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final String PROCESSES = "processes";

  private record Slow(String name, Duration time) {}

  private final PrintStream out;
  private final List<Slow> slow = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int passed;
  private int failed;
  private int skipped;

  AllTests(PrintStream out) {
    this.out = out;
  }

  public static void main(String... args) throws IOException, URISyntaxException {
    // A test may swap System.out; what is printed here goes to the real one.
    AllTests tests = new AllTests(System.out);
    Path recordings = recordings();
    System.setProperty("tests.all", String.valueOf(List.of(args).contains("--all")));
    // What is tested as processes has nothing in common with what runs in this one.
    List<CompletableFuture<Void>> groups = new ArrayList<>();
    for (PostDiscoveryFilter each : List.of(includeTags(PROCESSES), excludeTags(PROCESSES))) {
      LauncherDiscoveryRequest request = request(List.of(args), each);
      groups.add(
          CompletableFuture.runAsync(
              () -> LauncherFactory.create().execute(request, tests.new Group()),
              work -> new Thread(work).start()));
    }
    groups.forEach(CompletableFuture::join);
    tests.contracts(recordings, List.of(args).stream().allMatch("--all"::equals));
    // Not by falling off the end: a test's forgotten thread must not keep the run alive.
    System.exit(tests.summary());
  }

  private static LauncherDiscoveryRequest request(List<String> args, PostDiscoveryFilter group)
      throws URISyntaxException {
    Path self = Path.of(AllTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> words = args.stream().filter(arg -> !arg.equals("--all")).toList();
    LauncherDiscoveryRequestBuilder builder =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClasspathRoots(Set.of(self)))
            .filters(ClassNameFilter.includeClassNamePatterns(".*Test"))
            .filters(named(words), group)
            // Only what says so itself, by @Execution(CONCURRENT), runs beside others.
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL");
    if (!args.contains("--all")) {
      builder.filters(excludeTags("full"));
    }
    return builder.build();
  }

  private static PostDiscoveryFilter named(List<String> words) {
    return test -> {
      String type =
          test.getSource()
              .map(
                  source ->
                      source instanceof MethodSource method
                          ? method.getClassName()
                          : source instanceof ClassSource inClass ? inClass.getClassName() : "")
              .orElse("");
      boolean wanted = words.isEmpty() || words.stream().anyMatch(type::contains);
      return FilterResult.includedIf(wanted);
    };
  }

  /** Hears of one of the groups, which run side by side. */
  private final class Group implements TestExecutionListener {
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
      plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
      started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      skipped(nameOf(test), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      Duration time = Duration.ofNanos(System.nanoTime() - started.remove(test.getUniqueId()));
      // A container (a class) counts only when it fails itself, as in @BeforeAll.
      if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        finished(nameOf(test), result, time);
      }
    }

    private String nameOf(TestIdentifier test) {
      Optional<TestIdentifier> parent = plan.getParent(test);
      // The root is the engine, which says nothing to a reader.
      return parent.flatMap(plan::getParent).isEmpty()
          ? test.getDisplayName()
          : nameOf(parent.get()) + " > " + test.getDisplayName();
    }
  }

  private synchronized void skipped(String name, String reason) {
    skipped++;
    out.println("skipped " + name + ": " + reason);
  }

  private synchronized void finished(String name, TestExecutionResult result, Duration time) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      skipped(name, cause(result));
      return;
    }
    boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (good) {
      passed++;
    } else {
      failed++;
      failures.add(name + System.lineSeparator() + trace(result));
    }
    out.printf("%s %s (%d ms)%n", good ? "ok     " : "FAILED ", name, time.toMillis());
    if (time.compareTo(SLOW) > 0) {
      slow.add(new Slow(name, time));
    }
  }

  // Whatever was said to a local cloud in any test, in this process or another one, and whatever a
  // provider said to a test, is held against the contracts.
  private void contracts(Path recordings, boolean whole) throws IOException {
    Recordings read = Recordings.read(recordings);
    read.foreign().forEach(each -> out.println("beyond the contracts: " + each));
    out.printf("%n%s%n", read.summary());
    List<String> faults = new ArrayList<>(read.faults());
    if (whole) {
      faults.addAll(read.missing());
    }
    for (String each : faults) {
      failed++;
      failures.add("contract: " + each + System.lineSeparator());
    }
  }

  // A folder that goes with this process, however it ends.
  private static Path recordings() throws IOException {
    String folder = System.getenv("ALCHEMY_LOCAL_RECORD");
    if (folder == null) {
      throw new IllegalStateException("run by ./alchemy test, which names a folder for recordings");
    }
    Path recordings = Files.createDirectories(Path.of(folder));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(recordings)));
    return recordings;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int summary() {
    slow.sort(Comparator.comparing(Slow::time).reversed());
    if (!slow.isEmpty()) {
      out.println();
      slow.forEach(each -> out.printf("slow    %5d ms  %s%n", each.time.toMillis(), each.name));
    }
    failures.forEach(failure -> out.printf("%nFAILED %s", failure));
    if (skipped > 0) {
      out.printf("%n%d skipped", skipped);
    }
    out.printf("%n%d passed, %d failed%n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
  }

  private static String cause(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::getMessage).orElse("");
  }

  private static String trace(TestExecutionResult result) {
    StringBuilder text = new StringBuilder();
    Throwable each = result.getThrowable().orElse(null);
    for (String label = "  "; each != null; label = "  caused by ", each = each.getCause()) {
      text.append(label).append(each).append(System.lineSeparator());
      Arrays.stream(each.getStackTrace())
          .filter(frame -> !isMachinery(frame.getClassName()))
          .limit(STACK_LINES)
          .forEach(frame -> text.append("      at ").append(frame).append(System.lineSeparator()));
    }
    return text.toString();
  }

  private static boolean isMachinery(String type) {
    return type.startsWith("org.junit.") || type.startsWith("java.") || type.startsWith("jdk.");
  }
}
