package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alchemy.e2e.Shell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A person signs in to a cloud, and a deploy needs nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("processes")
class SignInTest {
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir static Path folder;
  private Cloud cloud;
  private Path config;
  private Shell shell;

  @BeforeAll
  void aCloudAndNoProfile() throws Exception {
    cloud = Cloud.start(folder.resolve("cloud"));
    config = folder.resolve("config");
    Path app = folder.resolve("app");
    Shell.copy(Shell.HOME.resolve("examples/minimal"), app);
    shell = signedOut(app);
  }

  @AfterAll
  void theCloudEnds() {
    cloud.close();
  }

  private Shell signedOut(Path at) {
    return new Shell(at)
        .with("PRISMA_API_BASE_URL", cloud.text("prisma"))
        .with("CLOUDFLARE_API_BASE_URL", cloud.text("cloudflare"))
        .with("ALCHEMY_CONFIG", config.toString())
        .with("ALCHEMY_KEYRING", "off")
        .with("ALCHEMY_STAGE", "shared");
  }

  @Test
  void whatConfigureWasGivenIsWhatADeployUses() throws Exception {
    String given =
        "PRISMA_SERVICE_TOKEN="
            + cloud.text("prismaToken")
            + "\nCLOUDFLARE_API_TOKEN="
            + cloud.text("cloudflareToken")
            + "\nALCHEMY_PASSWORD="
            + PASSWORD
            + "\n";
    List<Ran> all = new ArrayList<>();
    all.add(shell.program(given, alchemy("configure", "--profile", "work")).expect(0));
    all.add(shell.run("deploy", "--profile", "work").expect(0));
    all.add(shell.run("doctor", "--profile", "work").expect(0));

    String doctor = all.get(2).out().replaceAll("\\s+", " ");
    for (String each :
        List.of(
            "PRISMA_SERVICE_TOKEN profile work: workspace local (",
            "CLOUDFLARE_API_TOKEN profile work: account local (",
            "CLOUDFLARE_ACCOUNT_ID profile work: " + cloud.text("accountId"),
            "ALCHEMY_PASSWORD profile work: set",
            "shared (ALCHEMY_STAGE, the environment)")) {
      assertTrue(doctor.contains(each), doctor);
    }
    for (Ran each : all) {
      for (String secret :
          List.of(cloud.text("prismaToken"), cloud.text("cloudflareToken"), PASSWORD)) {
        assertFalse(each.all().contains(secret), each::toString);
      }
    }
  }

  @Test
  void onATerminalTokensAreAskedForAndNotShown() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1) of util-linux");
    Running running =
        shell.startProgram(
            List.of(
                "script",
                "-qec",
                "sh " + Shell.HOME.resolve("alchemy") + " configure --profile typed",
                "/dev/null"));
    running.answer("Prisma service token: ", "a-wrong-token-of-somebody");
    running.await("refuses this token");
    running.answer("Prisma service token: ", cloud.text("prismaToken"));
    running.answer("Cloudflare API token: ", cloud.text("cloudflareToken"));
    running.answer("Password of state: ", PASSWORD);
    running.answer("Once more: ", PASSWORD);
    running.await("Stored in profile \"typed\"");

    assertEquals(0, running.end(), running::toString);
    for (String each :
        List.of(
            "a-wrong-token", cloud.text("prismaToken"), cloud.text("cloudflareToken"), PASSWORD)) {
      assertFalse(running.toString().contains(each), running::toString);
    }
    Ran doctor = shell.run("doctor", "--profile", "typed", "--quiet").expect(0);
    assertFalse(doctor.out().contains("Credentials"), doctor::toString);
  }

  @Test
  @Tag("full")
  void twoThatSignInAtOnceAreBothKept() throws Exception {
    CompletableFuture<Ran> prisma = login("prisma", cloud.text("prismaToken"));
    CompletableFuture<Ran> cloudflare = login("cloudflare", cloud.text("cloudflareToken"));
    prisma.join().expect(0);
    cloudflare.join().expect(0);

    String gone = shell.run("logout", "--profile", "both").expect(0).out();

    assertTrue(gone.contains("CLOUDFLARE_API_TOKEN, PRISMA_SERVICE_TOKEN"), gone);
  }

  private CompletableFuture<Ran> login(String service, String token) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return signedOut(folder)
                .program(token + "\n", alchemy("login", service, "--profile", "both"));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Needs what a desktop has: {@code apt-get install dbus libsecret-tools gnome-keyring}. */
  @Test
  @Tag("full")
  void theKeyIsInTheKeyringWhereThereIsOne() throws Exception {
    for (String each : List.of("dbus-run-session", "secret-tool", "gnome-keyring-daemon")) {
      assumeTrue(
          Stream.of(System.getenv("PATH").split(":"))
              .anyMatch(at -> Files.isExecutable(Path.of(at, each))),
          "NOT TESTED: the system's keyring, since there is no " + each);
    }
    Path script =
        Files.writeString(
            folder.resolve("session.sh"),
            """
            set -e
            printf 'login\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
            printf '%s\\n' "$TOKEN" | sh "$LAUNCHER" login prisma --profile ring
            sh "$LAUNCHER" doctor --profile ring
            ALCHEMY_KEYRING=off sh "$LAUNCHER" deploy --profile ring || echo "without: $?"
            sh "$LAUNCHER" deploy --profile ring
            sh "$LAUNCHER" logout --profile ring
            test -n "$(secret-tool search --all application alchemy-java 2>&1)" || echo forgotten
            """);
    Files.createDirectories(folder.resolve("home"));
    Path runtime = Files.createTempDirectory("run"); // owner-only, and short enough for a socket
    Shell session =
        signedOut(shell.folder())
            .with("ALCHEMY_KEYRING", null)
            .with("HOME", folder.resolve("home").toString())
            .with("XDG_RUNTIME_DIR", runtime.toString())
            .with("JBANG_REPO", System.getenv("JBANG_REPO"))
            .with("ALCHEMY_PASSWORD", PASSWORD)
            .with("ALCHEMY_STAGE", "ringed")
            .with("LAUNCHER", Shell.HOME.resolve("alchemy").toString())
            .with("TOKEN", cloud.text("prismaToken"));

    Ran ran = session.program("", List.of("dbus-run-session", "--", "sh", script.toString()));

    ran.expect(0);
    assertTrue(ran.all().contains("in the system's keyring"), ran::toString);
    assertTrue(ran.out().contains("workspace"), ran::toString);
    assertTrue(ran.out().contains("without: 1"), ran::toString);
    assertTrue(ran.out().strip().endsWith("forgotten"), ran::toString);
    assertFalse(ran.all().contains(cloud.text("prismaToken")), ran::toString);
    assertFalse(Files.exists(config.resolve("profiles/ring.key")));
  }

  private static List<String> alchemy(String... words) {
    List<String> command = new ArrayList<>(List.of("sh", Shell.HOME.resolve("alchemy").toString()));
    command.addAll(List.of(words));
    return command;
  }
}
