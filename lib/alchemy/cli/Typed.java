package alchemy.cli;

import alchemy.App;
import alchemy.engine.Node;
import alchemy.engine.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.tool.JavaShellToolBuilder;

/** JShell in this process, whose snippets share our classes and the app that is open. */
public final class Typed {
  private static final Pattern PARTS = Pattern.compile("[^A-Za-z0-9_]+(.?)");
  private static final Set<String> OURS = Set.of("app", "reopen");
  private static Typed current;

  private final Invocation invocation;
  private final RunOptions options;
  private final List<Variable> variables;
  private App app;

  /** A variable of the shell, and the resource that it holds. */
  record Variable(String name, String type, String id) {
    /** For each resource one, named after its id. */
    static List<Variable> of(Collection<Node> nodes) {
      List<Variable> variables = new ArrayList<>();
      Set<String> taken = new HashSet<>(OURS);
      for (Node node : nodes) {
        if (node.resource() == null) { // declared by an author of resources who keeps no handle
          continue;
        }
        String name =
            PARTS
                .matcher(node.id())
                .replaceAll(part -> part.group(1).toUpperCase(java.util.Locale.ROOT));
        while (SourceVersion.isKeyword(name) || !taken.add(name)) {
          name += "_";
        }
        variables.add(new Variable(name, node.resource().getClass().getName(), node.id()));
      }
      return variables;
    }

    String assigned() {
      return name + " = app.resource(\"" + id + "\", " + type + ".class);\n";
    }
  }

  Typed(Invocation invocation, RunOptions options, List<Variable> variables) {
    this.invocation = invocation;
    this.options = options;
    this.variables = variables;
  }

  /** Opens the app again, as it was when the shell began: for the shell's own first lines. */
  public static App open() {
    if (current.app != null) {
      current.app.close();
    }
    current.app = App.open(current.invocation.app(), current.options);
    current.app.record(current.invocation.body());
    return current.app;
  }

  /** Runs the shell to its end, and gives the code that {@code /exit} named. */
  int start() throws IOException {
    current = this;
    Path first = Files.writeString(Files.createTempFile("alchemy", ".jsh"), firstLines());
    try {
      Terminal terminal = invocation.terminal();
      terminal.note(
          "app "
              + invocation.app()
              + ", stage "
              + options.stage()
              + ": app.plan(), app.finish(), reopen(), /exit");
      if (!variables.isEmpty()) {
        terminal.note(
            variables.stream()
                .map(Variable::name)
                .collect(Collectors.joining(", ", "resources: ", "")));
      }
      return JavaShellToolBuilder.builder()
          .start(
              "--execution", "local",
              "--class-path", System.getProperty("java.class.path"),
              "--startup", "DEFAULT",
              "--startup", first.toString(),
              "--feedback", "normal");
    } catch (Exception e) {
      throw new IllegalStateException("JShell did not start", e);
    } finally {
      Files.deleteIfExists(first);
      if (app != null) {
        app.close();
      }
    }
  }

  private String firstLines() {
    StringBuilder text =
        new StringBuilder(
            """
            import alchemy.*;
            import alchemy.cloudflare.*;
            import alchemy.prisma.*;
            var app = alchemy.cli.Typed.open();
            """);
    variables.forEach(each -> text.append("var ").append(each.assigned()));
    text.append("void reopen() {\n  app = alchemy.cli.Typed.open();\n");
    variables.forEach(each -> text.append("  ").append(each.assigned()));
    return text.append("}\n").toString();
  }
}
