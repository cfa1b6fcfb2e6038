package alchemy.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import alchemy.AlchemyException;
import alchemy.Body;
import alchemy.cli.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One error situation: a script in a folder, what happened before, and the command that fails. */
public final class Scene {
  // With --debug the trace follows the message; its first line names the class.
  private static final Pattern TRACE =
      Pattern.compile("(?:caused by )?((?:[a-z]\\w*[.])+[A-Z][\\w$]*)(?::.*)?");

  private final Path folder;
  private final Consumer<String> row;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> placeholders = new LinkedHashMap<>();
  private String app;
  private Body body;
  private String typed;
  private Integer[] terminals = {};

  Scene(Path folder, Consumer<String> row) {
    this.folder = folder;
    this.row = row;
    variable("BOXES", write("boxes/about.txt", "boxes lie here").getParent().toString());
    variable("ALCHEMY_STAGE", "test");
    variable("ALCHEMY_PASSWORD", "correct-horse-7");
  }

  public Path folder() {
    return folder;
  }

  /** The script, which declares that. */
  public Scene script(Body declares) {
    return script("shop", declares);
  }

  public Scene script(String name, Body declares) {
    write("alchemy.run.java", "");
    app = name;
    body = declares;
    return this;
  }

  public Scene variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** A word that stands in the text for what differs from run to run. */
  public Scene shown(String text, String as) {
    placeholders.put(text, as);
    return this;
  }

  /** Both streams are a terminal, where somebody types that. */
  public Scene onTerminal(String input) {
    terminals = new Integer[] {0, 1, 2};
    return given(input);
  }

  /** What there is to read. */
  public Scene given(String input) {
    typed = input;
    return this;
  }

  public Path write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a file, which must hold what is replaced. */
  public Scene edit(String file, String from, String to) {
    try {
      String text = Files.readString(folder.resolve(file));
      assertEquals(true, text.contains(from), () -> file + " has no " + from + ":\n" + text);
      write(file, text.replace(from, to));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that ran before, and how it ended. */
  public Scene after(int code, String... words) {
    Transcript transcript = transcript();
    assertEquals(code, transcript.run(words), transcript::text);
    return this;
  }

  /** The command that fails. */
  public void fails(int code, String... words) {
    Transcript transcript = transcript();
    List<String> all = new ArrayList<>(List.of(words));
    int own = all.contains("--") ? all.indexOf("--") : all.size();
    all.add(own, "--debug");
    int ended = transcript.run(all.toArray(String[]::new));
    told(transcript.text());
    assertEquals(code, ended, transcript::text);
  }

  /** A call of the library that fails, where no command is under way. */
  public void throwsAt(Runnable call) {
    AlchemyException thrown = null;
    try {
      call.run();
    } catch (AlchemyException e) {
      thrown = e;
    }
    assertNotNull(thrown, "it did not fail");
    row.accept(
        "# "
            + thrown.getClass().getName()
            + "\n"
            + shown("! " + thrown.getMessage().replace("\n", "\n! "))
            + "\n");
  }

  private void told(String text) {
    Set<String> classes = new LinkedHashSet<>();
    StringBuilder message = new StringBuilder();
    boolean trace = false;
    for (String line : text.lines().toList()) {
      Matcher start = TRACE.matcher(line.replaceFirst("^! ", ""));
      if (start.matches() && line.startsWith("! ")) {
        trace = true;
        classes.add(start.group(1));
      }
      if (!trace || line.startsWith("exit ")) {
        message.append(line.startsWith("$ ") ? line.replace(" --debug", "") : line).append('\n');
      }
    }
    String named =
        classes.stream()
            .filter(each -> each.startsWith("alchemy."))
            .collect(Collectors.joining(", "));
    row.accept(
        "# "
            + (named.isEmpty() ? others(classes) : named)
            + "\n"
            + shown(message.toString().strip())
            + "\n");
  }

  // What the command line makes of what is not ours.
  private static String others(Set<String> classes) {
    return classes.stream().anyMatch(each -> each.startsWith("picocli."))
        ? "alchemy.cli.UsageException"
        : classes.isEmpty() ? "no exception" : "alchemy.cli.UnexpectedException";
  }

  private String shown(String text) {
    String shown = text;
    for (Map.Entry<String, String> each : placeholders.entrySet()) {
      shown = shown.replace(each.getKey(), each.getValue());
    }
    return shown
        .replace(folder.toString(), "FOLDER")
        .replace("by pid " + ProcessHandle.current().pid(), "by pid PID")
        .replace("on " + host() + ":", "on HOST:")
        .replaceAll("sha512-[A-Za-z0-9+/=]{20,}", "SHA512")
        .replaceAll("rescue-[0-9a-f-]{36}", "rescue-RUN")
        .replaceAll("(?<=Cannot run program ).*", "PROGRAM: REASON")
        .replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
        .replaceAll("127[.]0[.]0[.]1:\\d+", "127.0.0.1:PORT")
        .replaceAll("(Test|Scene)[.]java:\\d+", "$1.java:LINE")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private Transcript transcript() {
    Transcript transcript = new Transcript(folder);
    if (body != null) {
      transcript.script(app, body);
    }
    variables.forEach(transcript::variable);
    if (typed != null) {
      transcript.onTerminal(typed, terminals);
    }
    return transcript;
  }
}
