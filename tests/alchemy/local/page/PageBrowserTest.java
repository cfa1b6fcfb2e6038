package alchemy.local.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, with real keys. */
class PageBrowserTest {
  private static final String EVIL = "<img src=x onerror=alert(1)>";

  @TempDir static Path folder;
  private static TestCloud cloud;
  private static Browser browser;
  private static String worker;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(Files.createDirectories(folder.resolve("profile")));
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    var made = cloud.prisma().post("/v1/projects", Map.of("name", EVIL));
    Map<?, ?> login = made.at("data", "database", "directConnection");
    var address = login.get("host").toString().split(":");
    var origin =
        Map.of(
            "scheme", "postgres",
            "host", address[0],
            "port", Integer.valueOf(address[1]),
            "database", made.at("data", "database", "id"),
            "user", login.get("user"),
            "password", login.get("pass"));
    var hyperdrive =
        cloud.cloudflare().post("/hyperdrive/configs", Map.of("name", "shop-hd", "origin", origin));
    cloud.cloudflare().post("/storage/kv/namespaces", Map.of("title", "sessions"));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("main_module", "w.js");
    metadata.put("compatibility_date", "2026-11-01");
    metadata.put(
        "bindings",
        List.of(
            Map.of("type", "hyperdrive", "name", "DB", "id", hyperdrive.at("result", "id")),
            Map.of("type", "secret_text", "name", "API_KEY", "text", "hidden")));
    var code =
        """
        export default {
          async fetch(request) {
            const path = new URL(request.url).pathname;
            console.log("asked for " + path);
            if (path === "/bad") throw new TypeError("no such order: <b>7</b>");
            return new Response("hello", { status: path === "/gone" ? 404 : 200 });
          }
        };
        """;
    cloud
        .cloudflare()
        .form("PUT", "/workers/scripts/shop", "metadata", metadata, Map.of("w.js", code));
    cloud.cloudflare().post("/workers/scripts/shop/subdomain", Map.of("enabled", true));
    worker = new PageClient(cloud.page()).state("").at("running", "workers", 0, "url");
    browser.look(1200, false);
    browser.open(cloud.page());
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void ready() throws IOException {
    browser.await("document.querySelector('#status')?.dataset.is === 'live'");
    browser.evaluate(
        "document.activeElement.blur(); for (const f of [document.querySelector('#filter')])"
            + " { f.value = ''; f.dispatchEvent(new Event('input')) }");
  }

  private static void ask(String path) throws IOException {
    new PageClient(URI.create(worker + "/")).get(path);
  }

  private static void sql(String text) throws IOException {
    browser.evaluate("document.querySelector('#sql-text').value = ''");
    browser.press("Escape");
    browser.press("s");
    browser.type(text);
    browser.press("Control+Enter");
    browser.await("!document.querySelector('#sql-run').disabled");
  }

  private static String text(String selector) throws IOException {
    return browser.evaluate("document.querySelector(" + quoted(selector) + ").innerText");
  }

  private static List<String> texts(String selector) throws IOException {
    return browser.evaluate(
        "[...document.querySelectorAll(" + quoted(selector) + ")].map((e) => e.innerText)");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }

  @Test
  void itShowsWhatRunsAndFollowsWhatHappens() throws IOException {
    assertEquals(List.of("shop"), texts("#workers-list h3"));
    assertEquals(List.of(worker), texts("#workers-list a"));
    assertEquals(
        List.of("DB hyperdrive → shop-hd", "API_KEY secret_text"),
        texts("#workers-list .chips li"));
    assertTrue(text("#hyperdrives-list code").contains(":***@127.0.0.1:"));
    assertTrue(text("#databases-list code").contains(":***@127.0.0.1:"));
    assertEquals(List.of("sessions"), texts("#stored-list h3"));
    // What others named is text and nothing else.
    assertTrue(text("#databases-list").contains("project " + EVIL));
    assertEquals(0, browser.<Integer>evaluate("document.querySelectorAll('img').length"));

    ask("/gone?key=not-shown");
    ask("/bad");
    for (var each : List.of("/gone", "/bad")) {
      browser.await(
          "document.querySelector('#requests-list').innerText.includes('GET " + each + "')");
    }
    browser.await("document.querySelector('#logs-list').innerText.includes('order: <b>7</b>')");
    assertEquals("Uncaught TypeError: no such order: <b>7</b>", texts("#logs-list .bad").get(0));
    browser.press("/");
    browser.type("SHOP gone");
    assertEquals(1, visible("#requests-list tr").size(), texts("#requests-list tr")::toString);
    assertTrue(
        visible("#requests-list tr").get(0).matches("(?s).*shop\\s+GET /gone\\s+404\\s+\\d+"),
        visible("#requests-list tr")::toString);
    assertEquals(1, visible("#logs-list li").size());
    browser.evaluate(
        "const f = document.querySelector('#filter'); f.value = ''; f.dispatchEvent(new"
            + " Event('input'))");
    assertTrue(visible("#requests-list tr").size() > 5);
  }

  private static List<String> visible(String selector) throws IOException {
    return texts(selector + ":not([hidden])");
  }

  @Test
  void sqlIsTypedAndAnsweredWithoutTheMouse() throws IOException {
    sql("create table t (id int, word text); insert into t values (7, '<i>'), (8, null)");
    assertEquals("2 statements", text("#sql-status"));
    sql("select * from t order by id");
    assertEquals(List.of("7", "<i>", "8", "NULL"), texts("#sql-results td"));
    assertEquals(List.of("id int4", "word text"), texts("#sql-results th"));
    assertEquals("2 rows", text("#sql-status"));

    sql("select 1;\nselect wrong from t");
    assertEquals("failed", text("#sql-status"));
    assertTrue(text("#sql-results .error").contains("line 2, column 8, 42703"));
    assertEquals(
        "wrong",
        browser.evaluate(
            "((t) => t.value.slice(t.selectionStart,"
                + " t.selectionEnd))(document.querySelector('#sql-text'))"));
    // What was typed and run is there after a reload; the session's, and nobody else's.
    browser.press("Alt+ArrowUp");
    browser.press("Alt+ArrowUp");
    assertEquals("select * from t order by id", typed());
    browser.evaluate("window.before = true");
    browser.open(cloud.page());
    browser.await("!window.before && document.querySelector('#status')?.dataset.is === 'live'");
    assertEquals("select 1;\nselect wrong from t", typed());
    assertTrue(texts("#sql-history option").contains("select * from t order by id"));

    browser.evaluate("document.querySelector('#sql-text').value = ''");
    browser.press("Escape");
    browser.press("s");
    browser.type("select pg_sleep(9)");
    browser.press("Control+Enter");
    browser.await("document.querySelector('#sql-status').innerText === 'running'");
    browser.await(
        "(document.querySelector('#sql-cancel').click(),"
            + " document.querySelector('#sql-status').innerText === 'failed')");
    assertTrue(text("#sql-results .error").contains("cancel"));
  }

  private static String typed() throws IOException {
    return browser.evaluate("document.querySelector('#sql-text').value");
  }

  @Test
  void allIsReachedByKeysAndSeenWhereTheFocusIs() throws IOException {
    var sections = List.of("workers", "databases", "sql", "requests", "logs");
    for (int i = 0; i < sections.size(); i++) {
      browser.press(String.valueOf(i + 1));
      assertEquals(sections.get(i), browser.evaluate("document.activeElement.id"));
    }
    browser.press("/");
    browser.press("3");
    assertEquals("3", browser.evaluate("document.activeElement.value"));
    browser.evaluate("document.activeElement.value = ''");
    browser.press("Escape");
    assertEquals("BODY", browser.evaluate("document.activeElement.tagName"));
    browser.press("?");
    assertEquals(true, browser.evaluate("document.querySelector('#help').open"));
    browser.press("Escape");
    browser.await("!document.querySelector('#help').open");
    // Every stop of the Tab key has a ring.
    browser.evaluate("document.activeElement.blur()");
    var stops = new HashSet<String>();
    for (var here = tab(); !here.startsWith("BODY"); here = tab()) {
      assertTrue(here.endsWith(" solid"), here);
      assertTrue(stops.add(here), "twice: " + here);
    }
    for (var each : List.of("BUTTON Query", "INPUT filter", "TEXTAREA sql-text", "A " + worker)) {
      assertTrue(stops.contains(each + " solid"), stops::toString);
    }
    assertEquals(
        List.of(),
        browser.evaluate(
            "[...document.querySelectorAll('input, select, textarea')].filter((e) =>"
                + " !e.labels.length).map((e) => e.id)"));
    assertEquals(
        List.of("H1"),
        browser.evaluate(
            "[...document.querySelectorAll('body h1, main > h2')].map((e) => e.tagName)"));
  }

  // Where the Tab key leads to, and the style of the ring around it.
  private static String tab() throws IOException {
    browser.press("Tab");
    return browser.evaluate(
        """
        ((e) => [e.tagName, e.tagName === "BODY" ? "" : e.id || e.innerText.split("\\n")[0],
          getComputedStyle(e).outlineStyle].join(" "))(document.activeElement)
        """);
  }

  @Test
  void itFitsNarrowAndWideWindowsInLightAndDark() throws IOException {
    ask("/bad");
    sql("select 1 as a, 'x' as b");
    for (int width : List.of(1200, 800, 400)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertEquals(width, browser.<Integer>evaluate("document.documentElement.scrollWidth"));
        assertEquals(List.of(), browser.evaluate(PALE), width + (dark ? " dark" : " light"));
        var folder = System.getenv("PAGE_PICTURES"); // for whoever wants to look himself
        if (folder != null) {
          var name = "page-" + width + (dark ? "-dark" : "-light") + ".png";
          Files.write(Path.of(folder, name), browser.picture());
        }
      }
    }
    browser.look(1200, false);
  }

  @Test
  void whatGotIntoThePageCouldDoNothing() throws IOException {
    assertEquals(List.of(), browser.faults());
    for (var each :
        List.of(
            "document.body.innerHTML = '<b>x</b>'",
            "eval('1')",
            "new Function('1')",
            "document.write('x')")) {
      assertEquals(
          "refused",
          browser.evaluate(
              "(() => { try { " + each + "; return 'done' } catch { return 'refused' } })()"),
          each);
    }
    assertEquals(
        "refused", browser.evaluate("fetch('" + worker + "').then(() => 'done', () => 'refused')"));
    assertEquals("", browser.evaluate("document.cookie"));
    assertNotEquals(List.of(), browser.faults());
  }

  @Test
  @Tag("full")
  void itFindsTheLocalCloudAgainAfterARestart() throws IOException {
    cloud.close();
    browser.await("document.querySelector('#status').dataset.is === 'lost'");
    assertEquals(List.of("shop"), texts("#workers-list h3"));
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    browser.await("document.querySelector('#status').dataset.is === 'live'");
    ask("/again");
    browser.await("document.querySelector('#requests-list').innerText.includes('GET /again')");
  }

  // The elements whose text and ground differ by less than WCAG asks of text of this size.
  private static final String PALE =
      """
      (() => {
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = (text) => rgb(text).slice(0, 3).map((c) => c / 255)
          .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (e) => {
          const own = getComputedStyle(e).backgroundColor;
          return rgb(own)[3] === 0 && e.parentElement ? ground(e.parentElement) : own;
        };
        return [...document.querySelectorAll("body *")]
          .filter((e) => !e.disabled && e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .filter((e) => {
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05) < 4.5;
          })
          .map((e) => e.tagName + " " + e.className + " " + e.textContent.slice(0, 20));
      })()
      """;
}
