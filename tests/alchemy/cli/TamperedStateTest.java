package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.App;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a state that somebody changed, cut or mixed up, no command deletes anything. */
class TamperedStateTest {
  @TempDir Path folder;
  private Transcript transcript;
  private boolean isEmpty;
  private String key = "-of-shop";

  private void shop(App app) {
    if (!isEmpty) {
      for (String each : List.of("first", "second")) {
        Resource.of(
            each,
            new Box(),
            () -> new Box.Props(each, null, null, Secret.of("lock-of-" + each + key), null, true));
      }
    }
  }

  @BeforeEach
  void twoBoxesWithSecrets() throws IOException {
    Files.createFile(folder.resolve("alchemy.run.java"));
    Path boxes = Files.createDirectories(folder.resolve("boxes"));
    transcript =
        new Transcript(folder)
            .script("shop", this::shop)
            .variable("BOXES", boxes.toString())
            .variable("ALCHEMY_PASSWORD", "a password of this test");
    assertEquals(0, transcript.run("deploy", "--stage", "test"), transcript::text);
    assertEquals(0, transcript.run("deploy", "--stage", "other"), transcript::text);
    assertEquals(4, boxes());
  }

  @Test
  void whatIsDamagedWithoutItsChecksumStopsEachCommand() throws IOException {
    Path file = state("test");
    String whole = Files.readString(file);
    for (String damaged :
        List.of(
            "",
            "{}",
            whole.substring(0, whole.length() / 2),
            "\0".repeat(whole.length()),
            whole.substring(0, whole.length() / 2) + "\0".repeat(whole.length() / 2),
            whole.replace("\"status\": \"created\"", "\"status\": \"retained\""),
            whole.replace("\"second\": {", "\"third\": {"),
            Files.readString(state("other")))) {
      Files.writeString(file, damaged);
      nothingIsDeleted(damaged, "state.json", true);
    }
    Files.writeString(file, whole);
    assertEquals(0, transcript.run("plan", "--check", "--stage", "test"), transcript::text);
  }

  @Test
  @SuppressWarnings("unchecked")
  void aSealedValueThatWasChangedCutOrCopiedFromElsewhereIsRefusedNamingItsPlace()
      throws IOException, GeneralSecurityException {
    Path file = state("test");
    byte[] whole = Files.readAllBytes(file);
    Map<String, Object> other = (Map<String, Object>) Json.read(Files.readAllBytes(state("other")));
    String own = sealed((Map<String, Object>) Json.read(whole), "first", "props", "lock");
    Map<String, Object> tree = (Map<String, Object>) Json.read(whole);
    key = "-is-new"; // so that what was sealed for an old value is looked at in a comparison
    for (String bad :
        List.of(
            own.substring(0, 20) + (own.charAt(20) == 'A' ? 'B' : 'A') + own.substring(21),
            own.substring(0, 24),
            "",
            sealed(tree, "second", "props", "lock"),
            sealed(tree, "first", "outputs", "key"),
            sealed(other, "first", "props", "lock"))) {
      Map<String, Object> changed = (Map<String, Object>) Json.read(whole);
      leaf(changed, "first", "props", "lock").put("$sealed", bad);
      changed.remove("sum");
      changed.put("sum", sum(changed));
      Files.write(file, Json.write(changed, true));
      nothingIsDeleted(bad, "resource first, props/lock", false);
    }
  }

  private void nothingIsDeleted(String why, String named, boolean isUnreadable) throws IOException {
    String before = all();
    for (boolean none : List.of(false, true)) {
      isEmpty = none;
      for (List<String> words :
          List.of(List.of("deploy", "--yes"), List.of("plan"), List.of("destroy", "--yes"))) {
        if (!isUnreadable && (none || !words.get(0).equals("deploy"))) {
          continue;
        }
        int from = transcript.text().length();
        assertNotEquals(
            0,
            transcript.run(
                Stream.concat(words.stream(), Stream.of("--stage", "test")).toArray(String[]::new)),
            () -> words + " over " + why);
        String said = transcript.text().substring(from);
        assertTrue(said.contains(named), said);
        assertTrue(said.contains("Restore"), said);
        assertEquals(4, boxes(), said);
      }
    }
    isEmpty = false;
    if (isUnreadable) {
      assertEquals(before, all());
    }
  }

  private long boxes() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("boxes"))) {
      return all.filter(each -> each.getFileName().toString().startsWith("box-")).count();
    }
  }

  private String all() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (!each.endsWith("calls.log")) {
          files.put(each.toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files.toString();
  }

  private Path state(String stage) {
    return folder.resolve(".alchemy/shop").resolve(stage).resolve("state.json");
  }

  private static String sealed(Map<String, Object> tree, String... path) {
    return (String) leaf(tree, path).get("$sealed");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> leaf(Map<String, Object> tree, String... path) {
    Map<String, Object> at = (Map<String, Object>) tree.get("rows");
    for (String each : path) {
      at = (Map<String, Object>) at.get(each);
    }
    return at;
  }

  private static String sum(Map<String, Object> tree) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.write(tree, false));
    return HexFormat.of().formatHex(digest).substring(0, 16);
  }
}
