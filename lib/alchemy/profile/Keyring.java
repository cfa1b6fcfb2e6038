package alchemy.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The system's keyring, through the program that it comes with: {@code secret-tool} on Linux,
 * {@code security} on macOS. What is kept reaches it by a pipe: arguments can be seen by others.
 */
final class Keyring {
  private static final String OURS = "alchemy-java";
  // Somebody may have to type the keyring's password.
  private static final long LONGEST_SECONDS = 60;

  private final boolean mac;

  private Keyring(boolean mac) {
    this.mac = mac;
  }

  /** The keyring of a user's session; empty where there is none, or {@code ALCHEMY_KEYRING=off}. */
  static Optional<Keyring> of(Map<String, String> env) {
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    // Without a session's bus secret-tool would start one, with an empty keyring.
    boolean linux = !env.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isEmpty();
    boolean off = env.getOrDefault("ALCHEMY_KEYRING", "").equals("off");
    return off || !mac && !linux ? Optional.empty() : Optional.of(new Keyring(mac));
  }

  /** Keeps a text; false if the keyring does not. */
  boolean store(String id, String text) {
    boolean done =
        mac
            ? run("add-generic-password -U -a " + id + " -s " + OURS + " -w " + text + "\n", "-i")
                .isPresent()
            : run(text, "store", "--label=Alchemy for Java", "application", OURS, "id", id)
                .isPresent();
    return done && find(id).filter(text::equals).isPresent();
  }

  /** What is kept under an id; empty if nothing, or if the keyring is locked or away. */
  Optional<String> find(String id) {
    return mac
        ? run("", "find-generic-password", "-a", id, "-s", OURS, "-w")
        : run("", "lookup", "application", OURS, "id", id);
  }

  /** Forgets it. */
  void delete(String id) {
    if (mac) {
      run("", "delete-generic-password", "-a", id, "-s", OURS);
    } else {
      run("", "clear", "application", OURS, "id", id);
    }
  }

  private Optional<String> run(String input, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(mac ? "security" : "secret-tool");
    builder.command().addAll(List.of(arguments));
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process));
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0 ? Optional.of(out.join().strip()) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the program is not there, which is as good as no keyring
    }
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it was ended for taking too long
    }
  }
}
