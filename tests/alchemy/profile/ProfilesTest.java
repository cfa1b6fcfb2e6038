package alchemy.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Secret;
import alchemy.secrets.Canary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
  private static final Entry TOKEN = new Entry("TOKEN", "https://api.example", "s1", "shop (s1)");
  private static final Entry PASSWORD = new Entry("PASSWORD", "", "", "");

  @TempDir Path folder;
  private Path config;
  private Profiles profiles;
  private final Canary token = Canary.of("token", 5);

  @BeforeEach
  void aFolderThatThereIsNot() {
    config = folder.resolve("config/alchemy");
    profiles = Profiles.of(Map.of("ALCHEMY_CONFIG", config.toString())).orElseThrow();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ALCHEMY_CONFIG=/c, XDG_CONFIG_HOME=/x, HOME=/h | /c/profiles",
        "XDG_CONFIG_HOME=/x, HOME=/h                    | /x/alchemy/profiles",
        "XDG_CONFIG_HOME=x, HOME=/h                     | /h/.config/alchemy/profiles",
        "ALCHEMY_CONFIG=, HOME=/h                       | /h/.config/alchemy/profiles",
        "APPDATA=/a, HOME=/h                            | /a/alchemy/profiles",
        "USER=ada                                       | "
      })
  void theEnvironmentTellsWhereTheyAre(String variables, String expected) {
    Map<String, String> env =
        Stream.of(variables.split(", "))
            .map(each -> each.split("=", 2))
            .collect(java.util.stream.Collectors.toMap(each -> each[0], each -> each[1]));
    assertEquals(
        Optional.ofNullable(expected).map(Path::of), Profiles.of(env).map(Profiles::folder));
  }

  @Test
  void whatIsStoredIsFoundAgainAndNowhereInPlainText() throws IOException {
    assertEquals(List.of(), profiles.names());
    assertEquals(Optional.empty(), profiles.find("work"));

    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));
    profiles.store("work", Map.of(PASSWORD, Secret.of("correct horse")));

    Profile found = profiles.find("work").orElseThrow();
    assertEquals(List.of("work"), profiles.names());
    assertEquals(List.of(PASSWORD, TOKEN), found.entries());
    assertEquals(token.text(), found.value("TOKEN").unencrypted());
    assertEquals("correct horse", found.value("PASSWORD").unencrypted());
    assertFalse(found.isInKeyring());
    for (Path each : files()) {
      assertEquals(List.of(), token.in(each.toString(), Files.readAllBytes(each)));
    }
  }

  @Test
  void allOfItIsItsOwnersAlone() throws IOException {
    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));

    assertEquals("rwx------", mode(config));
    assertEquals("rwx------", mode(profiles.folder()));
    assertEquals("rw-------", mode(profiles.folder().resolve("work.json")));
    assertEquals("rw-------", mode(profiles.folder().resolve("work.key")));
  }

  @ParameterizedTest
  @CsvSource({
    "., rwxr-x---",
    "work.json, rw-r-----",
    "work.json, rw-----w-",
    "work.key, rw----r--"
  })
  void whatOthersCanOpenIsRefusedUntilItIsMended(String file, String mode) throws Exception {
    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));
    Files.setPosixFilePermissions(
        profiles.folder().resolve(file), PosixFilePermissions.fromString(mode));

    for (org.junit.jupiter.api.function.Executable each :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> profiles.find("work"),
            () -> profiles.store("work", Map.of(PASSWORD, Secret.of("correct horse"))),
            () -> profiles.remove("work", List.of("TOKEN")))) {
      String message = assertThrows(ProfileException.class, each).getMessage();
      assertTrue(message.startsWith("A profile can be opened by others."), message);
      String command = message.lines().reduce((first, last) -> last).orElseThrow().strip();
      assertEquals("chmod -R go= " + profiles.folder(), command);
    }

    new ProcessBuilder("chmod", "-R", "go=", profiles.folder().toString()).start().waitFor();
    assertEquals(token.text(), profiles.find("work").orElseThrow().value("TOKEN").unencrypted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"format\":2,\"key\":\"file\",\"variables\":{}}",
        "{\"format\":1,\"key\":7,\"variables\":{}}",
        "{\"format\":1,\"key\":\"file\",\"variables\":{\"TOKEN\":{\"for\":\"x\"}}}",
        "{\"format\":1,\"key\":\"file\",\"variables\":"
            + "{\"TOKEN\":{\"for\":\"\",\"account\":\"\",\"leadsTo\":\"\",\"sealed\":\"%\"}}}"
      })
  void aDamagedFileIsAnErrorAndStaysAsItIs(String damage) throws IOException {
    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));
    Path file = Files.writeString(profiles.folder().resolve("work.json"), damage);

    assertThrows(ProfileException.class, () -> profiles.find("work"));
    assertThrows(
        ProfileException.class,
        () -> profiles.store("work", Map.of(PASSWORD, Secret.of("correct horse"))));
    assertThrows(ProfileException.class, () -> profiles.remove("work", List.of("TOKEN")));

    assertEquals(damage, Files.readString(file));
  }

  @Test
  void noBitOfAValueCanBeChangedNorCanItStandElsewhere() throws IOException {
    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));
    Path file = profiles.folder().resolve("work.json");
    String written = Files.readString(file);
    int sealed = written.indexOf("\"sealed\": \"") + "\"sealed\": \"".length();
    for (String each :
        List.of(
            written.replace("https://api.example", "https://api.exampl3"),
            written.replace("\"s1\"", "\"s2\""),
            written.replace("\"TOKEN\"", "\"T0KEN\""),
            flipped(written, sealed),
            flipped(written, sealed + 30),
            flipped(written, written.indexOf('"', sealed) - 8))) {
      Files.writeString(file, each);
      Profile changed = profiles.find("work").orElseThrow();
      String variable = changed.entries().get(0).variable();
      assertThrows(ProfileException.class, () -> changed.value(variable), each);
    }
    Files.writeString(file, written);
    Files.copy(file, profiles.folder().resolve("home.json"));
    Files.copy(profiles.folder().resolve("work.key"), profiles.folder().resolve("home.key"));
    Profile copied = profiles.find("home").orElseThrow();
    assertThrows(ProfileException.class, () -> copied.value("TOKEN"));
  }

  @Test
  void withoutItsKeyAProfileGivesNothingAndTakesNothing() throws IOException {
    profiles.store("work", Map.of(TOKEN, Secret.of(token.text())));
    Path key = profiles.folder().resolve("work.key");
    byte[] whole = Files.readAllBytes(key);
    assertEquals(32, whole.length);
    Files.write(key, java.util.Arrays.copyOf(whole, 31));
    Profile cut = profiles.find("work").orElseThrow();
    assertThrows(ProfileException.class, () -> cut.value("TOKEN"));
    Files.delete(key);
    Profile lost = profiles.find("work").orElseThrow();
    assertThrows(ProfileException.class, () -> lost.value("TOKEN"));
    byte[] before = Files.readAllBytes(lost.file());
    assertThrows(
        ProfileException.class,
        () -> profiles.store("work", Map.of(PASSWORD, Secret.of("correct horse"))));
    assertArrayEquals(before, Files.readAllBytes(lost.file()));

    profiles.remove("work", List.of("TOKEN"));
    profiles.store("work", Map.of(PASSWORD, Secret.of("correct horse")));

    Profile anew = profiles.find("work").orElseThrow();
    assertEquals("correct horse", anew.value("PASSWORD").unencrypted());
  }

  @Test
  void withItsLastVariableAProfileAndItsKeyAreGone() throws IOException {
    profiles.store("home", Map.of(TOKEN, Secret.of(token.text())));
    profiles.store(
        "work", Map.of(TOKEN, Secret.of(token.text()), PASSWORD, Secret.of("correct horse")));

    profiles.remove("work", List.of("TOKEN", "NOTHING"));
    assertEquals(List.of(PASSWORD), profiles.find("work").orElseThrow().entries());
    profiles.remove("work", List.of("PASSWORD"));
    profiles.remove("work", List.of("PASSWORD"));

    assertEquals(List.of("home"), profiles.names());
    assertEquals(
        List.of("home.json", "home.key", "lock"),
        files().stream().map(each -> each.getFileName().toString()).toList());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(config)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String flipped(String text, int at) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[at] = (byte) (bytes[at] == 'A' ? 'B' : 'A');
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
