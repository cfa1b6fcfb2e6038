// What comes from outside becomes text nodes and nothing else; the page's policy forbids the rest.

const $ = (id) => document.getElementById(id);

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const none = (...text) => el("p", { class: "none" }, ...text);

// --- What runs ------------------------------------------------------------------------------------

const shown = {};

// Only what differs is drawn anew, so that a selection or the focus in the rest stays.
function draw(id, items, item, empty) {
  const now = JSON.stringify(items);
  if (shown[id] === now) return;
  shown[id] = now;
  $(`${id}-list`).replaceChildren(...(items.length ? items.map(item) : [empty]));
}

function worker(it) {
  const bindings = it.bindings.map((each) =>
    el("li", {}, each.name, el("span", { class: "small" }, ` ${each.type}${each.to ? ` → ${each.to}` : ""}`)));
  return el("div", { class: "item" },
    el("div", { class: "bar" }, el("h3", {}, it.name),
      el("span", { class: "tag", "data-is": it.running ? "up" : "down" }, it.running ? "running" : "not running")),
    it.url
      ? el("a", { href: it.url, target: "_blank", rel: "noopener noreferrer" }, it.url)
      : el("p", { class: "small" }, "no address of its own"),
    el("p", { class: "small" }, `version ${it.version}, changed ${new Date(it.modified).toLocaleString("sv-SE")}`),
    bindings.length ? el("ul", { class: "chips", "aria-label": `Bindings of ${it.name}` }, bindings) : null);
}

function database(it) {
  return el("div", { class: "item" },
    el("div", { class: "bar" }, el("h3", {}, it.name),
      el("button", { type: "button", "aria-label": `Query ${it.name}`, onclick: () => query(it.id) }, "Query")),
    el("p", { class: "small" }, `project ${it.project}, ${it.region}`),
    el("ul", { "aria-label": `Connections of ${it.name}` },
      it.connections.map((each) => el("li", {}, each.name, el("code", {}, each.url)))));
}

const hyperdrive = (it) =>
  el("div", { class: "item" }, el("h3", {}, it.name), el("code", {}, it.origin));

const stored = (it) =>
  el("div", { class: "item" }, el("div", { class: "bar" }, el("h3", {}, it.name), el("span", { class: "tag" }, it.kind)));

function running(state) {
  draw("workers", state.workers, worker,
    none("No Worker yet. ", el("code", {}, "alchemy dev"), " puts one here."));
  draw("databases", state.databases, database, none("No database yet."));
  draw("hyperdrives", state.hyperdrives, hyperdrive, none("No Hyperdrive yet."));
  draw("stored", state.stored, stored, none());
  $("stored").hidden = !state.stored.length;
  databases(state.databases);
}

// --- What happens ---------------------------------------------------------------------------------

const KEPT = 300;
const time = (at) => new Date(at).toLocaleTimeString("en-GB");
const grade = (status) => (status === "ok" || status < 400 ? "good" : status < 500 ? "warn" : "bad");
const level = { error: "bad", note: "time" };

function entry(it) {
  const at = el("span", { class: "time" }, time(it.at));
  const from = el("span", { class: "from", "data-is": it.worker || it.text ? "worker" : "api", title: it.source }, it.source);
  if (it.text != null) {
    const look = level[it.level] ?? (/^\s+at /.test(it.text) ? "time" : null);
    return ["logs", el("li", {}, at, from, el("span", { class: look }, it.text))];
  }
  // The account is always the same, and its id long.
  const path = (it.path ?? "").replace(/^\/client\/v4\/accounts\/\w+/, "…");
  const fault = it.fault ? [" ", el("span", { class: "tag" }, it.fault)] : [];
  return ["requests", el("tr", {},
    el("td", {}, at), el("td", {}, from), el("td", { title: it.path }, `${it.method} ${path}`, ...fault),
    el("td", { class: grade(it.status) }, String(it.status)), el("td", { class: "number" }, String(it.ms ?? "")))];
}

function add(entries) {
  const made = { requests: [], logs: [] };
  for (const each of entries) {
    const [list, row] = entry(each);
    row.hidden = !passes(row);
    made[list].push(row);
  }
  for (const [list, rows] of Object.entries(made)) {
    if (!rows.length) continue;
    const body = $(`${list}-list`);
    const box = body.closest(".stream");
    // Who scrolled up to read is left there.
    const follows = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    body.append(...rows.slice(-KEPT));
    while (body.children.length > KEPT) body.firstChild.remove();
    if (follows) box.scrollTop = box.scrollHeight;
  }
}

const rows = () => [...$("requests-list").children, ...$("logs-list").children];
const passes = (row) =>
  $("filter").value.toLowerCase().split(/\s+/).every((word) => row.textContent.toLowerCase().includes(word));

function filter() {
  const all = rows();
  for (const row of all) row.hidden = !passes(row);
  $("filter-status").textContent = $("filter").value
    ? `${all.filter((row) => !row.hidden).length} of ${plural(all.length, "line")}` : "";
}

function status(is, text) {
  if ($("status").dataset.is === is) return;
  $("status").dataset.is = is;
  $("status").textContent = text;
}

const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const seen = () => document.hidden
  ? new Promise((done) => document.addEventListener("visibilitychange", done, { once: true })) : null;

async function follow() {
  for (let run = "", after = 0; ; await pause(100)) {
    await seen(); // a browser opens few connections to one host, and this one is long
    try {
      const answer = await fetch(`/page/state?run=${run}&after=${after}`);
      if (answer.status === 401) {
        status("lost", "locked: open the address that alchemy local prints");
        return;
      }
      const state = await answer.json();
      if (run !== state.run) {
        for (const row of rows()) row.remove();
        [run, after] = [state.run, 0];
      }
      after = Math.max(after, ...state.entries.map((each) => each.n));
      running(state.running);
      add(state.entries);
      status("live", "live");
    } catch (e) {
      status("lost", "not reachable, trying again");
      await pause(1000);
    }
  }
}

// --- SQL ------------------------------------------------------------------------------------------

const NUMBERS = /^(int\d|float\d|numeric|oid|money|serial|bigserial|smallserial)$/;
const text = $("sql-text");
let history = JSON.parse(sessionStorage.getItem("history") ?? "[]");
let older = -1;
let run = null;

function databases(all) {
  const now = JSON.stringify(all.map((each) => [each.id, each.name, each.project]));
  if (shown.sql === now) return;
  shown.sql = now;
  const chosen = $("sql-database").value || sessionStorage.getItem("database");
  $("sql-database").replaceChildren(
    ...all.map((each) => el("option", { value: each.id }, `${each.name} (${each.project})`)));
  if (all.some((each) => each.id === chosen)) $("sql-database").value = chosen;
  $("sql-run").disabled = !all.length;
}

function query(id) {
  $("sql-database").value = id;
  text.focus();
}

function table(result) {
  const head = result.columns.map(({ name, type }) =>
    el("th", { scope: "col", class: NUMBERS.test(type) && "number" }, name, " ", el("span", { class: "small" }, type)));
  const body = result.rows.map((row) => el("tr", {}, row.map((cell, i) =>
    cell === null ? el("td", { class: "null" }, "NULL")
      : el("td", { class: NUMBERS.test(result.columns[i].type) && "number" }, cell))));
  return el("div", { class: "table", tabindex: 0, role: "region", "aria-label": "Rows" },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)));
}

function said(result) {
  if (result.columns) return result.more ? `the first ${result.rows.length} rows` : plural(result.rows.length, "row");
  return result.count > 0 ? `${plural(result.count, "row")} changed` : "done";
}

function results(answer) {
  const made = answer.results.map((each) => el("div", { class: "result" },
    el("p", { class: "small" }, el("code", {}, each.sql), ` ${said(each)}, ${each.ms} ms`),
    each.notices.map((notice) => el("p", { class: "small warn" }, notice)),
    each.columns ? table(each) : null));
  const fault = answer.error;
  if (fault) {
    const place = fault.line ? `line ${fault.line}, column ${fault.column}` : "";
    made.push(el("div", { class: "error" }, el("p", {}, fault.message),
      [fault.detail, fault.hint].map((each) => each && el("p", {}, each)).filter(Boolean),
      el("p", { class: "small" }, [place, fault.code].filter(Boolean).join(", "))));
    if (fault.position != null && text.value === run.text) {
      text.focus();
      text.setSelectionRange(fault.position, fault.position + (/^\w+|^./.exec(run.text.slice(fault.position))?.[0].length ?? 0));
    }
  }
  $("sql-results").replaceChildren(...made);
  $("sql-status").textContent = fault ? "failed" : answer.results.length === 1 ? said(answer.results[0])
    : plural(answer.results.length, "statement");
}

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function execute(event) {
  event?.preventDefault();
  if (run || !text.value.trim() || !$("sql-database").value) return;
  run = { id: crypto.randomUUID(), database: $("sql-database").value, text: text.value };
  remember(run.text);
  $("sql-status").textContent = "running";
  $("sql-run").disabled = true;
  $("sql-cancel").disabled = false;
  try {
    results(await (await post("/page/sql", run)).json());
  } catch (e) {
    results({ results: [], error: { message: "The local cloud did not answer." } });
  }
  run = null;
  $("sql-run").disabled = false;
  $("sql-cancel").disabled = true;
}

const cancel = () => run && post("/page/cancel", { id: run.id });

function remember(statement) {
  history = [statement, ...history.filter((each) => each !== statement)].slice(0, 30);
  older = -1;
  sessionStorage.setItem("history", JSON.stringify(history));
  sessionStorage.setItem("database", $("sql-database").value);
  earlier();
}

function earlier() {
  $("sql-history").replaceChildren(el("option", { value: "" }, history.length ? "choose" : "nothing yet"),
    ...history.map((each, i) => el("option", { value: i }, each.replace(/\s+/g, " ").slice(0, 80))));
}

function recall(index) {
  if (!(index in history)) return;
  older = index;
  text.value = history[index];
}

$("sql-form").addEventListener("submit", execute);
$("sql-cancel").addEventListener("click", cancel);
$("sql-history").addEventListener("change", (event) => {
  if (event.target.value) recall(Number(event.target.value));
  earlier();
  text.focus();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) execute(event);
  else if (event.altKey && event.key === "ArrowUp") recall(older + 1);
  else if (event.altKey && event.key === "ArrowDown") recall(older - 1);
  else return;
  event.preventDefault();
});
text.addEventListener("input", () => sessionStorage.setItem("text", text.value));
text.value = sessionStorage.getItem("text") ?? "";

// --- Keys -----------------------------------------------------------------------------------------

const sections = [...document.querySelectorAll("nav a")].map((link) => $(link.hash.slice(1)));

function go(section) {
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "start" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape" && run) cancel();
  else if (event.key === "Escape") event.target.blur();
  else if (typing) return;
  else if (/^[1-5]$/.test(event.key)) go(sections[event.key - 1]);
  else if (event.key === "/") $("filter").focus();
  else if (event.key === "s") text.focus();
  else if (event.key === "?") $("help").showModal();
  else return;
  event.preventDefault();
});
document.querySelector("nav").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  go($(link.hash.slice(1)));
});
$("keys").addEventListener("click", () => $("help").showModal());
$("filter").addEventListener("input", filter);
earlier();
follow();
