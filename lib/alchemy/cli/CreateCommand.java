package alchemy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create}: a new app from a template. */
@Command(
    name = "create",
    description = "Make a new app from a template. Never overwrites a file.",
    footer = {
      "",
      "Examples:",
      "  alchemy create",
      "  alchemy create --list",
      "  alchemy create --template hyperdrive-worker my-app"
    })
final class CreateCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "the app's folder, which gives the app its name")
  Path target;

  @Option(names = "--template", paramLabel = "NAME", description = "the template to start from")
  String template;

  @Option(names = "--list", description = "list the templates")
  boolean list;

  @Mixin HelpFlags flags;

  private final Invocation invocation;

  CreateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Templates templates = Templates.of(invocation);
    Terminal terminal = invocation.terminal();
    if (list) {
      templates.lines().forEach(terminal::result);
      return Exit.DONE;
    }
    String from = template != null ? template : chosen(templates);
    Path named =
        target != null ? target : Path.of(asked("Which folder?", Templates.PLACEHOLDER, from));
    NewApp app = NewApp.in(invocation.folder(), named);
    Map<String, byte[]> files = templates.files(from, app.name());
    app.write(files, terminal);
    terminal.note("created " + named + ": " + files.size() + " files, app \"" + app.name() + "\"");
    app.next(files, invocation).forEach(terminal::note);
    return Exit.DONE;
  }

  private String chosen(Templates templates) {
    List<String> names = templates.names();
    if (invocation.canAsk()) {
      int number = 0;
      for (String line : templates.lines()) {
        invocation.terminal().note("  " + ++number + "  " + line);
      }
    }
    String answer = asked("Which template?", "1", names.get(0));
    return answer.matches("[1-" + names.size() + "]") ? names.get(answer.charAt(0) - '1') : answer;
  }

  private String asked(String question, String usual, String from) {
    return (invocation.canAsk()
            ? invocation.terminal().ask(question + " [" + usual + "] ")
            : Optional.<String>empty())
        .map(typed -> typed.isEmpty() ? usual : typed)
        .orElseThrow(
            () ->
                new UsageException(
                    question,
                    "To see the templates, or to take one:",
                    "    alchemy create --list",
                    "    alchemy create --template "
                        + from
                        + " "
                        + (target == null ? Templates.PLACEHOLDER : target)));
  }
}
