package alchemy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tests that a document names as {@code `SomeTest.method`}. */
public final class NamedTests {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)[.](\\w+)`");

  private NamedTests() {}

  /** The folder that tests and documents are in. */
  public static Path checkout() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .takeWhile(each -> each != null)
        .filter(each -> Files.exists(each.resolve("docs/safety.md")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("tests run inside of the checkout"));
  }

  /** The tests that a line names and that there are not; or that it names none. */
  public static List<String> missingOf(String line) throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(line);
    boolean any = false;
    while (named.find()) {
      any = true;
      String method = named.group(2);
      if (sources(named.group(1)).stream().noneMatch(each -> isTest(each, method))) {
        missing.add(named.group());
      }
    }
    if (!any) {
      missing.add("no test: " + line);
    }
    return missing;
  }

  /** The tests of that name in all packages. */
  private static List<String> sources(String name) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(checkout().resolve("tests/alchemy"))) {
      for (Path each : files.filter(file -> file.endsWith(name + ".java")).toList()) {
        sources.add(Files.readString(each));
      }
    }
    return sources;
  }

  // Its annotations stand between the last empty line and its name.
  private static boolean isTest(String source, String method) {
    int at = source.indexOf(" void " + method + "(");
    return at >= 0
        && source
            .substring(source.lastIndexOf("\n\n", at), at)
            .matches("(?s).*@(Parameterized)?Test\\b.*");
  }
}
