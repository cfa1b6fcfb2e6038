package alchemy.cloudflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cloudflare.WorkerProvider.Outputs;
import alchemy.cloudflare.WorkerProvider.Props;
import alchemy.http.CheckCall;
import alchemy.http.RecordedServer.Heard;
import alchemy.http.ServiceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerAssetsTest extends WorkerCase {
  // SHA-256 of "<p>hello" and of its extension, the first 32 digits.
  private static final String INDEX = "69ae8fdd11932fec9dcebdc0d9635b85";
  private static final String TOKEN = "{\"jwt\":\"token-of-the-session\",\"buckets\":";

  private static final String SERVES =
      "{\"deployments\":[{\"versions\":[{\"version_id\":\"%s\"}]}]}";
  private static final Outputs DEPLOYED = KNOWN.with(Map.of("deploymentId", "d1"));

  private Props withAssets(Object... set) {
    Object[] all = new Object[set.length + 4];
    System.arraycopy(set, 0, all, 4, set.length);
    all[0] = "assetsFolder";
    all[1] = "public";
    all[2] = "assets";
    all[3] = hash();
    return props(all);
  }

  private String hash() {
    return WorkerAssets.in(root.resolve("public")).hash();
  }

  private String hash(String path) {
    Object entry = WorkerAssets.in(root.resolve("public")).manifest().get(path);
    return ((Map<?, ?>) entry).get("hash").toString();
  }

  @Test
  void onlyTheFilesThatTheServiceLacksAreUploadedUnderTheSessionsToken() throws IOException {
    write("public/index.html", "<p>hello");
    write("public/img/a.svg", "<svg/>");
    write("public/data", "1");
    write("public/_headers", "/*\n  X-A: b\n");
    write("public/_redirects", "/a /b 301\n");
    write("public/.assetsignore", "*.map\n");
    write("public/deep/worker.js.map", "{}");
    String svg = hash("/img/a.svg");
    says(TOKEN + "[[\"" + INDEX + "\"],[\"" + svg + "\"]]}");
    says("{\"jwt\":null}");
    server.says(201, "{\"success\":true,\"result\":{\"jwt\":\"token-of-completion\"}}");
    server.says(200, SETTINGS).says(200, UPLOADED);
    update(props(), withAssets("assetsConfig", Map.of("html_handling", "none")));
    Heard session = server.heard().get(0);
    assertEquals("POST " + SCRIPT + "/assets-upload-session", session.line());
    assertEquals(
        Map.of(
            "manifest",
            Map.of(
                "/data", Map.of("hash", hash("/data"), "size", 1L),
                "/img/a.svg", Map.of("hash", svg, "size", 6L),
                "/index.html", Map.of("hash", INDEX, "size", 8L))),
        session.json());
    Heard bucket =
        server.heard().stream()
            .filter(each -> each.text().contains(INDEX + "\"; "))
            .findFirst()
            .get();
    assertEquals("POST /accounts/acc/workers/assets/upload?base64=true", bucket.line());
    assertEquals(List.of("Bearer token-of-the-session"), bucket.headers().get("Authorization"));
    assertTrue(
        bucket
            .text()
            .contains(
                "name=\""
                    + INDEX
                    + "\"; filename=\""
                    + INDEX
                    + "\"\r\n"
                    + "Content-Type: text/html; charset=utf-8\r\n\r\nPHA+aGVsbG8=\r\n"),
        bucket::text);
    assertEquals(
        Map.of(
            "jwt",
            "token-of-completion",
            "config",
            Map.of(
                "html_handling", "none",
                "_headers", "/*\n  X-A: b\n",
                "_redirects", "/a /b 301\n")),
        metadata().get("assets"));
  }

  @Test
  void whatTheServiceHasIsNotUploadedAndTheSessionsTokenCompletesIt() throws IOException {
    write("public/index.html", "<p>hello");
    says(TOKEN + "[]}");
    server.says(200, SETTINGS).says(200, UPLOADED);
    update(props(), withAssets());
    assertEquals(
        Map.of("jwt", "token-of-the-session", "config", Map.of()), metadata().get("assets"));
    assertEquals(3, server.heard().size());
  }

  @Test
  void unchangedAssetsAreKeptByAnUploadOfOtherThings() throws IOException {
    write("public/index.html", "<p>hello");
    says(SERVES.formatted("d-1")).says(200, SETTINGS).says(200, UPLOADED);
    update(withAssets(), DEPLOYED, withAssets("bindings", Map.of("A", "b")));
    assertEquals(true, metadata().get("keep_assets"));
    assertEquals(Map.of("config", Map.of()), metadata().get("assets"));
  }

  @Test
  void assetsOfAVersionThatIsNotOursAreNotKept() throws IOException {
    write("public/index.html", "<p>hello");
    says(SERVES.formatted("d-2"));
    says(TOKEN + "[]}").says(200, SETTINGS).says(200, UPLOADED);
    update(withAssets(), DEPLOYED, withAssets("bindings", Map.of("A", "b")));
    assertFalse(metadata().containsKey("keep_assets"), () -> metadata().toString());
    assertEquals(
        Map.of("jwt", "token-of-the-session", "config", Map.of()), metadata().get("assets"));
  }

  // The order of a small map is another in each process, so that this holds in all of them.
  @Test
  void theHashOfTheSameFilesIsTheSameInEachRun() throws Exception {
    write("public/index.html", "<p>hello");
    String text = INDEX + " 8";
    byte[] all = ("/index.html\n" + text.length() + "\n" + text).getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(all);
    assertEquals(HexFormat.of().formatHex(digest), hash());
  }

  @Test
  void linksAreWhatTheyLeadTo() throws IOException {
    write("dist/index.html", "<p>hello");
    Files.createSymbolicLink(root.resolve("dist/too.html"), root.resolve("dist/index.html"));
    Files.createSymbolicLink(root.resolve("public"), root.resolve("dist"));
    assertEquals(
        Set.of("/index.html", "/too.html"),
        WorkerAssets.in(root.resolve("public")).manifest().keySet());
    Files.createSymbolicLink(root.resolve("dist/endless"), root.resolve("dist"));
    AssetsUnreadableException e =
        assertThrows(
            AssetsUnreadableException.class, () -> WorkerAssets.in(root.resolve("public")));
    assertTrue(e.getMessage().contains("endless"), e::getMessage);
  }

  @Test
  void anInterruptedUploadGoesOnWithWhatIsStillMissing() throws IOException {
    write("public/index.html", "<p>hello");
    write("public/other.html", "<p>other");
    String other = hash("/other.html");
    says(TOKEN + "[[\"" + INDEX + "\",\"" + other + "\"]]}");
    server.says(401, "{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"expired\"}]}");
    Props wanted = withAssets();
    assertThrows(ServiceException.class, () -> update(props(), wanted));
    says(TOKEN + "[[\"" + other + "\"]]}");
    server.says(201, "{\"success\":true,\"result\":{\"jwt\":\"token-of-completion\"}}");
    server.says(200, SETTINGS).says(200, UPLOADED);
    update(props(), wanted);
    Heard second = server.heard().get(server.heard().size() - 3);
    assertTrue(second.text().contains(other), second::text);
    assertFalse(second.text().contains(INDEX), second::text);
  }

  @Test
  void bucketsWithoutACompletionAreAskedForAgainAndNotForEver() throws IOException {
    write("public/index.html", "<p>hello");
    for (int i = 0; i < 3; i++) {
      says(TOKEN + "[[\"" + INDEX + "\"]]}").says(200, SETTINGS);
    }
    assertThrows(AssetsIncompleteException.class, () -> update(props(), withAssets()));
    assertEquals(6, server.heard().size());
  }

  @Test
  void assetsThatChangeAfterThePlanAreNotUploaded() throws IOException {
    write("public/index.html", "<p>hello");
    Props planned = withAssets();
    write("public/index.html", "<p>other");
    assertThrows(AssetsChangedException.class, () -> update(props(), planned));
    assertEquals(List.of(), server.heard());
  }

  @Test
  void aWorkerOfAssetsAloneHasNoModule() throws IOException {
    write("public/index.html", "<p>hello");
    says(TOKEN + "[]}");
    server.says(200, SETTINGS).says(200, UPLOADED);
    String hash = hash();
    Props before = Workers.props("url", false, "assetsFolder", "public", "assets", "older");
    update(before, Workers.props("url", false, "assetsFolder", "public", "assets", hash));
    assertFalse(metadata().containsKey("main_module"), () -> metadata().toString());
    assertFalse(metadata().containsKey("bindings"), () -> metadata().toString());
  }

  @Test
  void oneHashTellsAnyDifferenceOfFilesNamesAndRules() throws IOException {
    write("public/index.html", "<p>hello");
    String one = hash();
    write("public/_headers", "/*\n  X-A: b\n");
    String rules = hash();
    Files.move(root.resolve("public/index.html"), root.resolve("public/index.htm"));
    String renamed = hash();
    assertNotEquals(one, rules);
    assertNotEquals(rules, renamed);
    Files.move(root.resolve("public/index.htm"), root.resolve("public/index.html"));
    Files.delete(root.resolve("public/_headers"));
    assertEquals(one, hash());
  }

  @Test
  void ignoredIsWhatGitWouldIgnore() {
    AssetsIgnore ignore =
        new AssetsIgnore(
            List.of("# notes", "*.map", "/top", "node_modules/", "a/**/b", "!keep.map", "x?.txt"));
    for (String each :
        List.of(
            ".assetsignore",
            "app.js.map",
            "deep/app.js.map",
            "top",
            "top/file",
            "node_modules/x/y.js",
            "deep/node_modules/z",
            "a/b",
            "a/1/2/b/c",
            "x1.txt")) {
      assertTrue(ignore.matches(each), each);
    }
    for (String each :
        List.of("keep.map", "deep/top", "node_modules", "a/1/c", "x12.txt", "map", "index.html")) {
      assertFalse(ignore.matches(each), each);
    }
  }

  @Test
  void whatTheServiceWouldNotTakeIsAFaultBeforeTheFirstRequest() throws IOException {
    write("public/_worker.js", "export default {}");
    write("public/big.bin", "");
    try (RandomAccessFile big =
        new RandomAccessFile(root.resolve("public/big.bin").toFile(), "rw")) {
      big.setLength(25L * 1024 * 1024 + 1);
    }
    CheckCall check = new CheckCall(root, Map.of("CLOUDFLARE_API_TOKEN", "x"));
    workers.check(check, Workers.props("assetsFolder", "public", "bindings", Map.of("A", "b")));
    workers.check(check, Workers.props("assetsFolder", "missing"));
    Files.createDirectory(root.resolve("empty"));
    workers.check(check, Workers.props("assetsFolder", "empty"));
    workers.check(check, Workers.props());
    assertEquals(
        List.of(
            "bindings: are set, and no program that has them",
            "assets: /big.bin is larger than 25 MiB, which the service takes at most",
            "assets: holds _worker.js, which would be served as a file",
            "assets: \"missing\" is no folder",
            "assets: \"empty\" has no files",
            "main: is not set"),
        check.faults());
  }
}
