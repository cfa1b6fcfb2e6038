package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.engine.Backend;
import alchemy.fetch.CacheFolder;
import alchemy.profile.Profile;
import alchemy.profile.Profiles;
import alchemy.state.postgres.PostgresStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what a run here would use, and what is missing. */
@Command(
    name = "doctor",
    description = {
      "Tell what a run here would use, and where each is from.",
      "Programs, credentials, stage and folders. Shows no value. Ends with 1 if",
      "something is broken."
    },
    footer = {
      "",
      "Examples:",
      "  alchemy doctor",
      "  alchemy doctor -f examples/shop --stage prod --offline"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final String PLACES = "Places";

  @Mixin ScriptFlags flags;

  @Option(names = "--offline", description = "ask no service whom its token leads to")
  boolean offline;

  private final Invocation invocation;
  private final List<Finding> findings = new ArrayList<>();

  DoctorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Path root = root();
    findings.addAll(ToolFindings.of(invocation, script(root)));
    looked("Credentials", "environment", () -> environment(root));
    looked(PLACES, "profiles", this::profiles);
    String named = invocation.variable(Backend.VARIABLE);
    String state = named.isEmpty() ? Backend.FILES : named;
    if (Backend.isFiles(state)) {
      findings.add(place("state", Backend.folder(state, root), "none yet"));
    } else {
      looked(
          PLACES,
          "state",
          () -> findings.add(Finding.ok(PLACES, "state", PostgresStateStore.placeOf(state))));
    }
    findings.add(place("cache", CacheFolder.current(), "empty"));
    return tell();
  }

  /** The script; null if there is none. */
  private Path script(Path root) {
    Path given = flags.file == null ? Path.of("") : invocation.folder().resolve(flags.file);
    return Stream.of(given, root.resolve("alchemy.run.java"), root.resolve("alchemy.run.jsh"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private Path root() {
    if (invocation.hasScript()) {
      return RootFolder.ofScript(invocation);
    }
    Path given = flags.file == null ? invocation.folder() : invocation.folder().resolve(flags.file);
    return Files.isRegularFile(given) ? given.toAbsolutePath().getParent() : given.normalize();
  }

  private void environment(Path root) {
    Environment env = RunSetup.environment(invocation, flags, root);
    String how =
        flags.stage != null
            ? "--stage"
            : env.source("ALCHEMY_STAGE").map("ALCHEMY_STAGE, "::concat).orElse("your user name");
    String[] stage = {""};
    looked(
        PLACES,
        "stage",
        () -> {
          stage[0] = Stage.of(flags.stage, env, invocation);
          findings.add(Finding.ok(PLACES, "stage", stage[0] + " (" + how + ")"));
        });
    if (stage[0].equals(Stage.LOCAL)) {
      findings.add(
          Finding.ok(
              "Credentials", "none needed", "the local cloud has its own, as in alchemy dev"));
    } else {
      SignedIn profile = SignedIn.of(invocation.variables(), flags.profile, env);
      findings.addAll(new CredentialFindings(env, profile, offline).all());
    }
  }

  private void profiles() {
    Profiles profiles = Login.profiles(invocation);
    findings.add(place("configuration", profiles.folder().getParent(), "no profile yet"));
    for (String each : profiles.names()) {
      looked(
          PLACES,
          "profile " + each,
          () -> {
            Profile profile = profiles.find(each).orElseThrow();
            profile.entries().stream().limit(1).forEach(any -> profile.value(any.variable()));
            String kept = profile.isInKeyring() ? "the system's keyring" : "an owner-only file";
            findings.add(Finding.ok(PLACES, "profile " + each, "sealed; its key is in " + kept));
          });
    }
  }

  private static Finding place(String name, Path folder, String otherwise) {
    return Finding.ok(
        PLACES, name, folder + (Files.isDirectory(folder) ? "" : " (" + otherwise + ")"));
  }

  private void looked(String group, String name, Runnable look) {
    try {
      look.run();
    } catch (AlchemyException e) {
      findings.add(Finding.broken(group, name, e));
    }
  }

  private int tell() {
    Terminal terminal = invocation.terminal();
    JsonEvents events = new JsonEvents(terminal);
    for (String group : List.of("Programs", "Credentials", PLACES)) {
      List<Finding> shown =
          findings.stream()
              .filter(each -> each.group().equals(group))
              .filter(each -> !flags.quiet || each.status() != Finding.Status.OK)
              .toList();
      if (flags.json) {
        shown.forEach(each -> events.event("finding", each.fields()));
      } else if (!shown.isEmpty()) {
        terminal.result(terminal.resultStyle().bold(group));
        shown.forEach(each -> each.lines(terminal.resultStyle()).forEach(terminal::result));
      }
    }
    boolean broken = findings.stream().anyMatch(each -> each.status() == Finding.Status.BROKEN);
    return broken ? Exit.FAILED : Exit.DONE;
  }
}
