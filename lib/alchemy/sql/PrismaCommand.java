package alchemy.sql;

import alchemy.Secret;
import alchemy.provider.CancelledException;
import alchemy.provider.Check;
import alchemy.provider.Context;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The project's own {@code prisma migrate deploy}. The connection string is in the command's
 * environment only, and none of our own credentials is.
 */
final class PrismaCommand {
  private static final Duration LOOK = Duration.ofMillis(50);
  // Less than what the run itself is given.
  private static final long PATIENCE = 7;
  private static final int SHOWN_LINES = 20;
  private static final List<String> OURS =
      List.of(
          "ALCHEMY_PASSWORD",
          "ALCHEMY_NEW_PASSWORD",
          "PRISMA_SERVICE_TOKEN",
          "CLOUDFLARE_API_TOKEN");

  private final Context context;
  private final Path folder;
  private final String schema;

  PrismaCommand(Context context, Path folder, String schema) {
    this.context = context;
    this.folder = folder;
    this.schema = schema;
  }

  /** Reports what is missing. */
  static void check(Check check, Path folder, String schema) {
    if (schema != null && !Files.isRegularFile(check.root().resolve(schema))) {
      check.fault(
          "schema", "\"" + schema + "\" is not there", "It is looked for beside the script.");
    }
    if (check.needsCredentials() && executable(folder).isEmpty()) {
      check.fault(
          "prisma",
          "is not installed in this project",
          "Type npm install where its package.json is.");
    }
  }

  /** Runs it. */
  void deploy(Secret url) {
    Database.url(url); // so that the password in it is known as a secret of its own
    Path prisma =
        executable(folder).orElseThrow(() -> new PrismaFailedException("it is not installed"));
    Path project = prisma.getParent().getParent().getParent();
    List<String> command = new ArrayList<>(apart());
    command.addAll(List.of(prisma.toString(), "migrate", "deploy"));
    if (schema != null) {
      command.add(
          "--schema="
              + project.relativize(context.root().resolve(schema).toAbsolutePath().normalize()));
    }
    context.progress("prisma migrate deploy");
    try {
      Path output = Files.createTempFile("alchemy-prisma-", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(OURS);
        builder.environment().put("DATABASE_URL", url.unencrypted());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().put("NO_COLOR", "1");
        int code = await(builder.start());
        if (code != 0) {
          throw new PrismaFailedException(Files.readString(output));
        }
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new PrismaFailedException(e.getMessage());
    }
  }

  // Looks again and again, so that a run that is to end takes the command along; but only once it
  // had time to end what it is at, since Prisma goes on from no migration that broke off.
  private int await(Process process) {
    try {
      while (process.isAlive()) {
        context.pause(LOOK);
      }
      return process.exitValue();
    } catch (CancelledException e) {
      process.onExit().completeOnTimeout(process, PATIENCE, TimeUnit.SECONDS).join();
      throw e;
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  // Ctrl-C reaches every process of a terminal's group.
  private static List<String> apart() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(each -> Files.isExecutable(Path.of(each)))
        .limit(1)
        .toList();
  }

  private static Optional<Path> executable(Path folder) {
    String name = File.separatorChar == '\\' ? "prisma.cmd" : "prisma";
    return Stream.iterate(
            folder.toAbsolutePath().normalize(), each -> each != null, Path::getParent)
        .map(each -> each.resolve("node_modules").resolve(".bin").resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static List<String> shown(String output) {
    List<String> lines =
        output.lines().map(String::stripTrailing).filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
