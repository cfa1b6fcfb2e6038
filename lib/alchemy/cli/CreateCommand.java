package alchemy.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create}: a new app from a template. */
@Command(
    name = "create",
    description = "Make a new app from a template. Never overwrites a file.",
    footer = {
      "",
      "Examples:",
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

  @Option(names = "--debug", description = "errors with their stack traces")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  boolean help;

  private final Invocation invocation;

  CreateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Templates templates = Templates.of(invocation);
    Terminal terminal = invocation.terminal();
    if (list) {
      templates.names().forEach(terminal::result);
      return Exit.DONE;
    }
    String from = chosen(templates);
    if (target == null) {
      throw new UsageException(
          "Which folder?", "Type:", "    alchemy create --template " + from + " my-app");
    }
    Path folder = invocation.folder().resolve(target).normalize();
    if (folder.getFileName() == null) {
      throw new UsageException("An app needs a folder of its own.", target + " is none.");
    }
    String app = Stage.ofUser(folder.getFileName().toString()); // both kinds of names are alike
    Map<String, byte[]> files = templates.files(from, app);
    List<String> there =
        files.keySet().stream().filter(each -> Files.exists(folder.resolve(each))).toList();
    if (!there.isEmpty()) {
      throw new FilesExistException(target, there);
    }
    try {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        Path file = folder.resolve(each.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue(), StandardOpenOption.CREATE_NEW);
        if (each.getKey().endsWith(".run.java") && !file.toFile().setExecutable(true)) {
          terminal.note(each.getKey() + " could not be made executable");
        }
      }
    } catch (FileSystemException e) {
      throw new UnwritableFolderException(target, e);
    }
    terminal.note("created " + target + ": " + files.size() + " files, app \"" + app + "\"");
    terminal.note("next:");
    terminal.note("    cd " + target);
    terminal.note("    alchemy dev");
    return Exit.DONE;
  }

  private String chosen(Templates templates) throws IOException {
    List<String> names = templates.names();
    if (template != null) {
      return template;
    }
    Terminal terminal = invocation.terminal();
    if (target == null || !terminal.canAsk()) {
      throw new UsageException(
          "Which template?",
          "There is: " + String.join(", ", names),
          "Type:",
          "    alchemy create --template "
              + names.get(0)
              + " "
              + (target == null ? "my-app" : target));
    }
    terminal.note("Templates: " + String.join(", ", names));
    return terminal
        .ask("Which one? [" + names.get(0) + "] ")
        .filter(answer -> !answer.isEmpty())
        .orElse(names.get(0));
  }
}
