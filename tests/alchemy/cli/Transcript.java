package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.Body;
import alchemy.contract.Events;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands in this process and keeps command, results, notes and exit code as one text, which
 * is compared with a file in {@code tests/golden}. The variable {@code GOLDEN=update} writes the
 * file anew instead; its difference is to be reviewed.
 */
public final class Transcript {
  private static final String TOOK = " \\(\\d+\\.\\d s\\)$";

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Path folder;
  private String app;
  private Body body;
  private String input = "";
  private Set<Integer> terminals = Set.of();

  /** A transcript of commands typed in that folder. */
  public Transcript(Path folder) {
    this.folder = folder;
    variables.put("PATH", "");
  }

  /** From here on the commands are those of a script with that body. */
  public Transcript script(String name, Body declares) {
    app = name;
    body = declares;
    return this;
  }

  /** Sets a variable for the commands to come. */
  public Transcript variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** From here on these streams are terminals, with that input waiting. */
  public Transcript onTerminal(String typed, Integer... descriptors) {
    input = typed;
    terminals = Set.of(descriptors);
    return this;
  }

  /** Adds a heading. */
  Transcript about(String sentence) {
    text.append("# ").append(sentence).append("\n\n");
    return this;
  }

  /** Adds lines that no command printed. */
  Transcript lines(List<String> lines) {
    lines.forEach(each -> text.append(each).append('\n'));
    text.append('\n');
    return this;
  }

  /** Runs a command and gives its exit code. */
  public int run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new Dispatch(invocation(out, err, words)).run();
    text.append(("$ alchemy " + String.join(" ", words)).stripTrailing()).append('\n');
    if (List.of(words).contains("--json")) {
      Events.check(out.toString(StandardCharsets.UTF_8));
    }
    append("", out);
    append("! ", err);
    text.append("exit ").append(code).append("\n\n");
    return code;
  }

  Invocation invocation(ByteArrayOutputStream out, ByteArrayOutputStream err, String... words) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminals::contains,
            variables);
    return new Invocation(
            terminal,
            variables,
            folder,
            "Ada.Lovelace",
            () -> 0,
            app,
            body,
            body == null ? "" : "alchemy.run.java",
            List.of(),
            List.of())
        .with(words);
  }

  /** All so far, with what differs from run to run replaced by words. */
  public String text() {
    return text.toString()
        .replace(folder.toString(), "FOLDER")
        .replace(Version.text(), "alchemy VERSION, Java VERSION")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\"run\":\"[0-9a-f-]{36}\"", "\"run\":\"RUN\"")
        .replaceAll("octocat@[\\w.-]+", "octocat@HOST")
        .replaceAll("the-password-of-[0-9a-f]+", "PASSWORD")
        .replaceAll("127[.]0[.]0[.]1:\\d+/state_\\d+", "127.0.0.1:PORT/DATABASE")
        .replaceAll("state_\\d+_login", "LOGIN")
        .replaceAll("serial\\b(\":| )\\d+", "serial$1N")
        .replaceAll(" instance [a-z0-9]{6}\\b", " instance DRAWN")
        .replaceAll(" in \\d+\\.\\d s ", " in N s ")
        .replaceAll("\"ms\":\\d+", "\"ms\":N")
        .replaceAll("(Test|Transcript)\\.java:\\d+", "$1.java:LINE")
        .replaceAll("box-[0-9a-f-]{36}", "box-ID")
        .replaceAll("(shop-[a-z]+-test)-[a-z0-9]{6}", "$1-DRAWN");
  }

  void matches(String name) {
    Path file = golden().resolve(name + ".txt");
    try {
      if ("update".equals(System.getenv("GOLDEN"))) {
        Files.writeString(file, text());
      }
      assertEquals(Files.readString(file), text(), "transcript " + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String mark, ByteArrayOutputStream stream) {
    String printed = stream.toString(StandardCharsets.UTF_8).replace("\u001b", "<ESC>");
    if (!printed.isEmpty()) {
      Arrays.stream(printed.split("\n", -1))
          .limit(printed.split("\n", -1).length - (printed.endsWith("\n") ? 1 : 0))
          .forEach(
              line -> text.append((mark + line.replaceAll(TOOK, "")).stripTrailing()).append('\n'));
    }
  }

  private static Path golden() {
    for (Path each = Path.of("").toAbsolutePath(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve("tests/golden"))) {
        return each.resolve("tests/golden");
      }
    }
    throw new IllegalStateException("tests run inside of the checkout");
  }
}
