// Cloudflare's SDK against the local cloud.
import assert from "node:assert/strict";
import { test } from "node:test";
import Cloudflare from "cloudflare";

const { CLOUDFLARE_API_BASE_URL: baseURL, CLOUDFLARE_API_TOKEN: apiToken, DATABASE_URL } = process.env;
const account_id = process.env.CLOUDFLARE_ACCOUNT_ID;
const client = new Cloudflare({ apiToken, baseURL });
const inAccount = { account_id };

const url = new URL(DATABASE_URL);
const origin = {
  scheme: "postgres",
  host: url.hostname,
  port: Number(url.port),
  database: url.pathname.slice(1),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
};

/** All of a paged list, by the SDK's own iterator. */
async function all(list) {
  const found = [];
  for await (const each of list) found.push(each);
  return found;
}

/** Fails unless the call is refused with this class of error, status and code. */
async function refused(type, status, code, call) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
    assert.deepEqual([error.status, error.errors?.[0]?.code], [status, code], error.message);
    return true;
  });
}

/** A Worker that answers a text, uploaded as wrangler does it: the SDK's own form is another one. */
async function worker(name, text, more = {}) {
  const form = new FormData();
  const metadata = { main_module: "w.js", compatibility_date: "2026-11-01", ...more };
  form.set("metadata", JSON.stringify(metadata));
  const code = `export default { fetch() { return new Response(${JSON.stringify(text)}) } }`;
  form.set("w.js", new File([code], "w.js", { type: "application/javascript+module" }));
  const answer = await fetch(`${baseURL}/accounts/${account_id}/workers/scripts/${name}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${apiToken}` },
    body: form,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).result;
}

test("the account is found, and the token is active", async () => {
  const [account] = await all(client.accounts.list());
  assert.equal(account.id, account_id);
  assert.equal((await client.accounts.get(inAccount)).name, account.name);
  assert.equal((await client.user.tokens.verify()).status, "active");
  assert.equal((await client.accounts.tokens.verify(inAccount)).status, "active");
  assert.match((await client.user.get()).id, /^[0-9a-f]{32}$/);
});

test("a Hyperdrive config is created, read, listed, edited, updated, restarted and deleted", async () => {
  const made = await client.hyperdrive.configs.create({ account_id, name: "sdk", origin, origin_connection_limit: 7 });
  const { password, ...shown } = origin;
  assert.deepEqual(made.origin, shown);
  assert.equal(made.origin_connection_limit, 7);
  assert.deepEqual(await client.hyperdrive.configs.get(made.id, inAccount), made);
  assert.deepEqual((await all(client.hyperdrive.configs.list(inAccount))).map((each) => each.id), [made.id]);

  const edited = await client.hyperdrive.configs.edit(made.id, { account_id, caching: { disabled: true } });
  assert.deepEqual([edited.name, edited.caching], ["sdk", { disabled: true }]);
  const updated = await client.hyperdrive.configs.update(made.id, { account_id, name: "sdk-2", origin });
  assert.equal(updated.name, "sdk-2");
  assert.deepEqual([updated.caching.disabled, updated.caching.max_age], [false, 60], "left out, so as at first");
  assert.equal(updated.origin_connection_limit, 7, "left out, so kept");
  assert.equal((await client.hyperdrive.configs.restart(made.id, inAccount)).id, made.id);

  assert.equal(await client.hyperdrive.configs.delete(made.id, inAccount), null);
  assert.deepEqual(await all(client.hyperdrive.configs.list(inAccount)), []);
});

test("a list of configs goes on page by page", async () => {
  const names = ["page-1", "page-2", "page-3"];
  for (const name of names) await client.hyperdrive.configs.create({ account_id, name, origin });
  const pages = client.hyperdrive.configs.list({ account_id, per_page: 2 });
  const configs = await all(pages);
  assert.deepEqual(configs.map((each) => each.name).sort(), names);
  for (const each of configs) await client.hyperdrive.configs.delete(each.id, inAccount);
});

test("errors of Hyperdrive have their class, status and code", async () => {
  const made = await client.hyperdrive.configs.create({ account_id, name: "taken", origin });
  const { configs } = client.hyperdrive;
  const absent = "0".repeat(32);
  await refused(Cloudflare.NotFoundError, 404, 2006, () => configs.get(absent, inAccount));
  await refused(Cloudflare.NotFoundError, 404, 2006, () => configs.delete(absent, inAccount));
  await refused(Cloudflare.ConflictError, 409, 2017, () => configs.create({ account_id, name: "taken", origin }));
  const wrong = { ...origin, password: "not-the-password" };
  await refused(Cloudflare.BadRequestError, 400, 2013, () => configs.create({ account_id, name: "w", origin: wrong }));
  await refused(Cloudflare.BadRequestError, 400, 2013, () => configs.edit(made.id, { account_id, origin: wrong }));
  const nowhere = { ...origin, database: "nowhere" };
  await refused(Cloudflare.BadRequestError, 400, 2014, () => configs.create({ account_id, name: "n", origin: nowhere }));
  await configs.delete(made.id, inAccount);
});

test("a wrong token and another's account are refused", async () => {
  const stranger = new Cloudflare({ apiToken: "wrong", baseURL });
  await refused(Cloudflare.AuthenticationError, 401, 10000, () => stranger.accounts.get(inAccount));
  await refused(Cloudflare.AuthenticationError, 401, 1000, () => stranger.user.tokens.verify());
  const other = { account_id: "f".repeat(32) };
  await refused(Cloudflare.PermissionDeniedError, 403, 10000, () => all(client.hyperdrive.configs.list(other)));
});

test("a Worker is listed, downloaded, and deleted", async () => {
  const made = await worker("sdk-one", "one");
  const [listed] = await all(client.workers.scripts.list(inAccount));
  assert.deepEqual([listed.id, listed.tag, listed.etag], ["sdk-one", made.tag, made.etag]);
  assert.match(await client.workers.scripts.get("sdk-one", inAccount), /new Response\("one"\)/);
  assert.match(await (await client.workers.scripts.content.get("sdk-one", inAccount)).text(), /new Response\("one"\)/);

  assert.equal(await client.workers.scripts.delete("sdk-one", inAccount), null);
  assert.deepEqual(await all(client.workers.scripts.list(inAccount)), []);
  await refused(Cloudflare.NotFoundError, 404, 10007, () => client.workers.scripts.get("sdk-one", inAccount));
  await refused(Cloudflare.NotFoundError, 404, 10007, () => client.workers.scripts.delete("sdk-one", inAccount));
});

test("a Worker's settings, cron triggers and subdomain are read and changed", async () => {
  const { scripts } = client.workers;
  const bindings = [{ name: "GREETING", type: "plain_text", text: "hello" }];
  await worker("sdk-two", "two", { bindings });

  const settings = await scripts.scriptAndVersionSettings.get("sdk-two", inAccount);
  assert.deepEqual([settings.bindings, settings.compatibility_date], [bindings, "2026-11-01"]);
  const logged = await scripts.settings.edit("sdk-two", { account_id, logpush: true });
  assert.equal(logged.logpush, true);
  assert.equal((await scripts.settings.get("sdk-two", inAccount)).logpush, true);

  const crons = { account_id, body: [{ cron: "*/5 * * * *" }] };
  assert.equal((await scripts.schedules.update("sdk-two", crons)).schedules[0].cron, "*/5 * * * *");
  assert.equal((await scripts.schedules.get("sdk-two", inAccount)).schedules.length, 1);

  assert.equal((await scripts.subdomain.get("sdk-two", inAccount)).enabled, false);
  assert.equal((await scripts.subdomain.create("sdk-two", { account_id, enabled: true })).enabled, true);
  const { subdomain } = await client.workers.beta.workers.get("sdk-two", inAccount);
  assert.equal(await (await fetch(subdomain.url)).text(), "two");
  assert.equal((await scripts.subdomain.delete("sdk-two", inAccount)).enabled, false);
  assert.match((await client.workers.subdomains.get(inAccount)).subdomain, /^[a-z0-9-]+$/);
  await scripts.delete("sdk-two", inAccount);
});

test("a Worker's secrets are set, listed without their text, and deleted", async () => {
  const { secrets } = client.workers.scripts;
  await worker("sdk-three", "three");
  await secrets.update("sdk-three", { account_id, name: "TOKEN", type: "secret_text", text: "very-secret-text" });
  assert.deepEqual(await all(secrets.list("sdk-three", inAccount)), [{ name: "TOKEN", type: "secret_text" }]);
  assert.deepEqual(await secrets.get("TOKEN", { account_id, script_name: "sdk-three" }), { name: "TOKEN", type: "secret_text" });
  assert.equal(await secrets.delete("TOKEN", { account_id, script_name: "sdk-three" }), null);
  assert.deepEqual(await all(secrets.list("sdk-three", inAccount)), []);
  await client.workers.scripts.delete("sdk-three", inAccount);
});

test("a Worker's versions and deployments are listed, and an older version is deployed again", async () => {
  const { scripts } = client.workers;
  await worker("sdk-four", "first");
  await worker("sdk-four", "second");
  const versions = await all(scripts.versions.list("sdk-four", inAccount));
  assert.deepEqual(versions.map((each) => each.number), [2, 1]);
  const detail = await scripts.versions.get(versions[1].id, { account_id, script_name: "sdk-four" });
  assert.deepEqual(detail.resources.script.handlers, ["fetch"]);

  const again = [{ version_id: versions[1].id, percentage: 100 }];
  await scripts.deployments.create("sdk-four", { account_id, strategy: "percentage", versions: again });
  // The SDK's iterator looks for "items", which this list has not.
  const { deployments } = (await scripts.deployments.list("sdk-four", inAccount)).result;
  assert.equal(deployments.length, 3);
  assert.deepEqual(deployments[0].versions, again);
  await scripts.delete("sdk-four", inAccount);
});
