package alchemy.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of exchanges, and what is not. */
class RecordingTest {
  private static final List<String> SECRET =
      List.of(
          "password",
          "pass",
          "connectionString",
          "text",
          "access_client_secret",
          "key_base64",
          "jwt");

  @TempDir Path folder;

  private String recorded(Request request, Reply reply) throws IOException {
    try (Recording recording = Recording.in(folder)) {
      recording.add(request, reply, false);
    }
    try (var files = Files.list(folder)) {
      return Files.readString(files.findFirst().orElseThrow());
    }
  }

  private static Request request(String type, String body) {
    return new Request(
        "PUT",
        "/v1/x",
        Map.of(),
        Map.of("content-type", type, "authorization", "Bearer canary-token"),
        body.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  @Test
  @DisplayName("19 no secret of a request or an answer is written down")
  void noSecretIsWrittenDown() throws IOException {
    for (String each : SECRET) {
      var tree = Map.of("a", List.of(Map.of(each, "canary", "name", "n")));
      var body = new String(Json.write(tree), StandardCharsets.UTF_8);
      var line = recorded(request("application/json", body), Reply.json(200, tree));

      assertFalse(line.contains("canary"), line);
      assertEquals(2, line.split("\"" + each + "\":\"[*]{3}\"", -1).length - 1, line);
      try (var files = Files.list(folder)) {
        Files.delete(files.findFirst().orElseThrow());
      }
    }
  }

  @Test
  void ofAFormOnlyTheMetadataIsKept() throws IOException {
    var form =
        "--X\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{\"main_module\":\"w.js\"}"
            + "\r\n--X\r\nContent-Disposition: form-data; name=\"w.js\"; filename=\"w.js\"\r\n"
            + "Content-Type: application/javascript+module\r\n\r\ncanary\r\n--X--\r\n";

    var line = recorded(request("multipart/form-data; boundary=X", form), Reply.empty(204));

    assertTrue(line.contains("{\"main_module\":\"w.js\"}"), line);
    assertTrue(line.contains("\"type\":\"application/javascript+module\""), line);
    assertFalse(line.contains("canary"), line);
  }

  @Test
  void anInterruptedThreadEndsItForNobodyAndItsEndIsNoSilence() throws IOException {
    Request request = request("application/json", "{}");
    Recording recording = Recording.in(folder);
    try (recording) {
      Thread.currentThread().interrupt();
      recording.add(request, Reply.empty(204), false);
      assertTrue(Thread.interrupted());
      recording.add(request, Reply.empty(204), false);
    }

    assertThrows(UncheckedIOException.class, () -> recording.add(request, Reply.empty(204), false));
    try (var files = Files.list(folder)) {
      assertEquals(2, Files.readAllLines(files.findFirst().orElseThrow()).size());
    }
  }

  @Test
  void whatCannotBeReadIsSaidSo() throws IOException {
    var line = recorded(request("application/json", "{\"password\":\"canary"), Reply.empty(400));

    assertTrue(line.contains("\"unreadable\":\"InvalidBodyException\""), line);
    assertFalse(line.contains("canary"), line);
  }
}
