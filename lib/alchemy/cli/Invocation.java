package alchemy.cli;

import alchemy.Body;
import alchemy.engine.Backend;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command is run with, besides its own words.
 *
 * @param terminal where it prints
 * @param variables the process's environment
 * @param folder the working folder
 * @param user the user's name
 * @param nanoTime a clock for what is shown
 * @param app the script's app; null where {@code alchemy} runs without a script
 * @param body what the script declares; null without a script
 * @param scriptFile the script's file name; empty in a shell or where unknown
 * @param words the arguments up to {@code --}
 * @param scriptArgs the arguments after {@code --}
 */
record Invocation(
    Terminal terminal,
    Map<String, String> variables,
    Path folder,
    String user,
    LongSupplier nanoTime,
    String app,
    Body body,
    String scriptFile,
    List<String> words,
    List<String> scriptArgs) {

  /** Of this process. */
  static Invocation ofProcess(String app, Body body, String scriptFile, String... args) {
    return new Invocation(
            Terminal.ofProcess(),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.getProperty("user.name", ""),
            System::nanoTime,
            app,
            body,
            scriptFile,
            List.of(),
            List.of())
        .with(args);
  }

  /** The same with other arguments, which are parted at the first {@code --}. */
  Invocation with(String... args) {
    List<String> all = List.of(args);
    int end = all.indexOf("--");
    return new Invocation(
        terminal,
        variables,
        folder,
        user,
        nanoTime,
        app,
        body,
        scriptFile,
        end < 0 ? all : all.subList(0, end),
        end < 0 ? List.of() : all.subList(end + 1, all.size()));
  }

  /**
   * The same with the state where that variable says, unless {@code ALCHEMY_STATE} says it.
   *
   * @param name the variable; null for none
   */
  Invocation stateIn(String name) {
    if (name == null || !variable(Backend.VARIABLE).isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(variables);
    String place = variable(name);
    all.put(Backend.VARIABLE, place.isEmpty() ? Backend.UNSET + name : place);
    return new Invocation(
        terminal, all, folder, user, nanoTime, app, body, scriptFile, words, scriptArgs);
  }

  /** The same for another body, as of a script that has changed. */
  Invocation of(String otherApp, Body otherBody) {
    return new Invocation(
        terminal,
        variables,
        folder,
        user,
        nanoTime,
        otherApp,
        otherBody,
        scriptFile,
        words,
        scriptArgs);
  }

  /** True if this is a script's own command line. */
  boolean hasScript() {
    return body != null;
  }

  /** A variable of the process; empty if it is not set. */
  String variable(String name) {
    return variables.getOrDefault(name, "").trim();
  }

  /** True if somebody can be asked. */
  boolean canAsk() {
    return terminal.canAsk() && !isContinuousIntegration();
  }

  /** True on a build server. */
  boolean isContinuousIntegration() {
    String value = variable("CI");
    return !value.isEmpty() && !value.equals("false") && !value.equals("0");
  }
}
