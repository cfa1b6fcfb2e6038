///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS com.google.errorprone:error_prone_core:2.42.0
//DEPS com.google.googlejavaformat:google-java-format:1.28.0
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//SOURCES alchemy/Arrows.java
//SOURCES alchemy/Versions.java
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.main=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.model=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.processing=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED
//RUNTIME_OPTIONS --add-opens=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-opens=jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED

import alchemy.Arrows;
import alchemy.Versions;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What a change must pass besides the tests: one version everywhere, google-java-format, Error
 * Prone, and the arrows between the rooms. {@code --fix} writes the version and formats in place
 * instead of complaining. Exit code 1 if anything failed.
 */
class Check {
  // The formatter puts a space into JBang's directives, and JBang knows them only without it; so a
  // script's head, the comment and blank lines before its code, stays as it is.
  private static final Pattern HEAD = Pattern.compile("\\A((//.*)?\\R)*(?<=[\\r\\n])");

  // What is meant as it stands: scripts have no package, our addresses are loopback's, a record may
  // carry bytes, a fluent builder's type parameter is for its reader, && binds tighter than ||.
  private static final List<String> NOISE =
      List.of(
          "-Xep:DefaultPackage:OFF",
          "-Xep:StringSplitter:OFF",
          "-Xep:AddressSelection:OFF",
          "-Xep:ArrayRecordComponent:OFF",
          "-Xep:OperatorPrecedence:OFF",
          "-Xep:StringConcatToTextBlock:OFF", // 2.42.0 fails over some character literals
          "-Xep:StatementSwitchToExpressionSwitch:OFF",
          "-Xep:SystemConsoleNull:OFF",
          "-Xep:TypeParameterUnusedInFormals:OFF");

  // Laid out for their readers, like the documents they are shown in; or as they were released.
  private static final List<String> ASIDE = List.of("examples/", "templates/", "tests/releases/");

  private final Path home;
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private boolean failed;

  Check(Path home) {
    this.home = home;
  }

  public static void main(String... args)
      throws FormatterException, IOException, InterruptedException {
    String home = System.getenv("ALCHEMY_HOME");
    Check check = new Check(Path.of(home == null ? "" : home).toAbsolutePath());
    List<String> sources = check.tracked("*.java");
    boolean fix = List.of(args).contains("--fix");
    check.versions(check.tracked("*"), fix);
    check.format(sources, fix);
    check.compile(sources);
    check.arrows();
    check.out.println(check.failed ? "check failed" : "check passed");
    System.exit(check.failed ? 1 : 0);
  }

  private List<String> tracked(String names) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "-C", home.toString(), "ls-files", "--", names)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (git.waitFor() != 0 || listed.isBlank()) {
      throw new IOException("git lists no files in " + home);
    }
    return listed.lines().filter(line -> Files.exists(home.resolve(line))).toList();
  }

  private void versions(List<String> files, boolean fix) throws IOException {
    Versions versions = new Versions(home);
    List<String> stale = versions.stale(files);
    for (String each : stale) {
      if (fix) {
        versions.renew(each);
      }
      out.println((fix ? "renewed the version in " : "another version in ") + each);
    }
    report(
        "version " + versions.current(),
        fix || stale.isEmpty(),
        "for that of lib/alchemy_lib.java run: ./alchemy check --fix");
  }

  private void format(List<String> sources, boolean fix) throws FormatterException, IOException {
    Formatter formatter = new Formatter();
    boolean good = true;
    for (String each : sources) {
      if (ASIDE.stream().anyMatch(each::startsWith)) {
        continue;
      }
      Path file = home.resolve(each);
      String text = Files.readString(file);
      Matcher head = HEAD.matcher(text);
      int code = text.startsWith("//") && head.find() ? head.end() : 0;
      String wanted =
          text.substring(0, code) + formatter.formatSourceAndFixImports(text.substring(code));
      if (fix && !wanted.equals(text)) {
        Files.writeString(file, wanted);
        out.println("formatted " + each);
      } else if (!wanted.equals(text)) {
        out.println("not formatted: " + each);
        good = false;
      }
    }
    report("format", good, "for google-java-format's layout run: ./alchemy check --fix");
  }

  // Library and tests in one go. The examples are left out: each is a program of its own, with
  // classes of the same names, and is compiled by the test that runs it.
  private void compile(List<String> sources) throws IOException {
    Path classes = Files.createTempDirectory("alchemy-check-");
    try {
      String path = System.getProperty("java.class.path");
      List<String> args =
          new ArrayList<>(
              List.of("-d", classes.toString(), "-encoding", "UTF-8", "--release", "17"));
      args.addAll(List.of("-classpath", path, "-processorpath", path, "-proc:none"));
      args.addAll(List.of("-XDcompilePolicy=simple", "--should-stop=ifError=FLOW"));
      args.add("-Xplugin:ErrorProne " + String.join(" ", NOISE));
      sources.stream()
          .filter(each -> each.startsWith("lib/alchemy/") || each.startsWith("tests/"))
          .filter(each -> ASIDE.stream().noneMatch(each::startsWith))
          .forEach(each -> args.add(home.resolve(each).toString()));
      int code =
          ToolProvider.findFirst("javac")
              .orElseThrow(() -> new IOException("a JDK is needed, not a JRE"))
              .run(out, out, args.toArray(String[]::new));
      report("Error Prone", code == 0, "see above");
    } finally {
      delete(classes);
    }
  }

  private void arrows() throws IOException {
    List<String> violations = Arrows.ofTheLibrary().violations();
    violations.forEach(out::println);
    report("arrows", violations.isEmpty(), "a room uses what it may not");
  }

  private void report(String what, boolean good, String otherwise) {
    failed |= !good;
    out.println(what + ": " + (good ? "ok" : "FAILED, " + otherwise));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
