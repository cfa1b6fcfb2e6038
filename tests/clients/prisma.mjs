// Prisma's Management API SDK against the local cloud.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { createManagementApiClient } from "@prisma/management-api-sdk";
import pg from "pg";

const baseUrl = process.env.PRISMA_API_BASE_URL;
const client = createManagementApiClient({ token: process.env.PRISMA_SERVICE_TOKEN, baseUrl });

/** The body of a call that succeeded with this status. */
async function ok(status, call) {
  const { data, error, response } = await call;
  assert.equal(response.status, status, JSON.stringify(error));
  assert.equal(error, undefined);
  return data?.data;
}

/** The error of a call that was refused with this status. */
async function refused(status, call) {
  const { data, error, response } = await call;
  assert.equal(response.status, status, JSON.stringify(data ?? error));
  assert.match(error.error.code, /^[a-z0-9][a-z0-9_-]*$/);
  assert.equal(typeof error.error.message, "string");
  return error.error;
}

const path = (names) => ({ params: { path: names } });

async function project(body = { createDatabase: false, name: "sdk" }) {
  return ok(201, client.POST("/v1/projects", { body }));
}

async function database(projectId, more = {}) {
  const made = await ok(201, client.POST("/v1/databases", { body: { projectId, region: "us-east-1", name: "db", ...more } }));
  return ready(made.id);
}

async function ready(databaseId) {
  for (let rest = 100; rest > 0; rest--) {
    const found = await ok(200, client.GET("/v1/databases/{databaseId}", path({ databaseId })));
    if (found.status === "ready") return found;
    assert.equal(found.status, "provisioning");
    await after(100);
  }
  assert.fail("never ready");
}

/** What PostgreSQL answers to a query over a connection string. */
async function asked(connectionString, query) {
  const session = new pg.Client({ connectionString });
  await session.connect();
  try {
    return (await session.query(query)).rows;
  } finally {
    await session.end();
  }
}

test("a token belongs to one workspace, which it lists and reads", async () => {
  const [workspace] = await ok(200, client.GET("/v1/workspaces"));
  assert.equal(workspace.type, "workspace");
  const me = await ok(200, client.GET("/v1/me"));
  assert.deepEqual([me.workspace, me.user], [{ id: workspace.id, name: workspace.name }, null]);
  assert.equal((await ok(200, client.GET("/v1/workspaces/{id}", path({ id: workspace.id })))).name, workspace.name);
  await refused(403, client.POST("/v1/workspaces", { body: { displayName: "mine" } }));
});

test("regions are listed for each product", async () => {
  const regions = await ok(200, client.GET("/v1/regions/postgres"));
  assert.ok(regions.some((each) => each.id === "eu-central-1" && each.status === "available"));
  const accelerate = await ok(200, client.GET("/v1/regions", { params: { query: { product: "accelerate" } } }));
  assert.ok(accelerate.length > 0 && accelerate.every((each) => each.product === "accelerate"));
});

test("a project is created, read, found by its logical id, renamed and deleted", async () => {
  const made = await project({ createDatabase: false, name: "one", logicalId: "one-1", region: "eu-west-3" });
  assert.deepEqual([made.database, made.logicalId, made.defaultRegion], [null, "one-1", "eu-west-3"]);
  const found = await ok(200, client.GET("/v1/projects", { params: { query: { logicalId: "one-1" } } }));
  assert.deepEqual(found.map((each) => each.id), [made.id]);
  const renamed = await ok(200, client.PATCH("/v1/projects/{id}", { ...path({ id: made.id }), body: { name: "uno" } }));
  assert.equal(renamed.name, "uno");
  assert.deepEqual(await ok(200, client.GET("/v1/projects/{id}", path({ id: made.id }))), renamed);
  await ok(204, client.DELETE("/v1/projects/{id}", path({ id: made.id })));
  await refused(404, client.GET("/v1/projects/{id}", path({ id: made.id })));
  await refused(404, client.DELETE("/v1/projects/{id}", path({ id: made.id })));
});

test("a project has a default database, with its connection's secret once, unless told otherwise", async () => {
  const made = await project({ name: "with-database", region: "us-east-1" });
  assert.deepEqual([made.database.isDefault, made.database.region.id], [true, "us-east-1"]);
  assert.match(made.database.connections[0].endpoints.direct.connectionString, /^postgres/);
  const read = await ready(made.database.id);
  assert.equal(read.connections[0].id, read.defaultConnectionId);
  assert.equal(read.connections[0].endpoints.direct.connectionString, undefined);
  await refused(403, client.DELETE("/v1/databases/{databaseId}", path({ databaseId: read.id })));
});

test("a database is created by both routes, read with and without prefix, renamed and deleted", async () => {
  const { id: projectId } = await project();
  const body = { name: "by-project", region: "us-east-1" };
  const other = await ok(201, client.POST("/v1/projects/{projectId}/databases", { ...path({ projectId }), body }));
  const made = await database(projectId, { name: "main", logicalId: "main-1" });
  assert.deepEqual([made.name, made.logicalId, made.project.id, made.isDefault], ["main", "main-1", projectId, false]);
  const bare = made.id.replace(/^db_/, "");
  assert.notEqual(bare, made.id);
  assert.equal((await ok(200, client.GET("/v1/databases/{databaseId}", path({ databaseId: bare })))).id, made.id);
  const of = { params: { query: { projectId, logicalId: "main-1" } } };
  assert.deepEqual((await ok(200, client.GET("/v1/databases", of))).map((each) => each.id), [made.id]);
  const all = await ok(200, client.GET("/v1/projects/{projectId}/databases", path({ projectId })));
  assert.deepEqual(all.map((each) => each.id).sort(), [made.id, other.id].sort());

  await refused(409, client.POST("/v1/databases", { body: { projectId, logicalId: "main-1" } }));
  const one = path({ databaseId: made.id });
  assert.equal((await ok(200, client.PATCH("/v1/databases/{databaseId}", { ...one, body: { name: "x" } }))).name, "x");
  await refused(400, client.DELETE("/v1/projects/{id}", path({ id: projectId })));
  await ok(204, client.DELETE("/v1/databases/{databaseId}", one));
  await refused(404, client.GET("/v1/databases/{databaseId}", one));
  await refused(404, client.POST("/v1/databases", { body: { projectId: "proj_cabcdefgh12345", name: "x" } }));
});

test("a connection is created by both routes, works, shows its secret once, and is rotated and deleted", async () => {
  const { id: databaseId } = await database((await project()).id);
  const body = { name: "first" };
  const one = await ok(200, client.POST("/v1/databases/{databaseId}/connections", { ...path({ databaseId }), body }));
  const two = await ok(201, client.POST("/v1/connections", { body: { databaseId, name: "second" } }));
  const { connectionString } = one.endpoints.direct;
  await asked(connectionString, "CREATE TABLE t (a int)");
  assert.deepEqual(await asked(two.endpoints.pooled.connectionString, "SELECT count(*)::int AS n FROM t"), [{ n: 0 }]);

  const read = await ok(200, client.GET("/v1/connections/{id}", path({ id: one.id })));
  assert.deepEqual([read.name, read.kind, read.database.id], ["first", "postgres", databaseId]);
  assert.equal(JSON.stringify(read).includes(new URL(connectionString).password), false);
  const listed = await ok(200, client.GET("/v1/connections", { params: { query: { databaseId } } }));
  assert.ok([one.id, two.id].every((id) => listed.some((each) => each.id === id)));

  const rotated = await ok(200, client.POST("/v1/connections/{id}/rotate", path({ id: one.id })));
  assert.equal(rotated.id, one.id);
  assert.deepEqual(await asked(rotated.endpoints.direct.connectionString, "SELECT 1 AS one"), [{ one: 1 }]);
  await assert.rejects(asked(connectionString, "SELECT 1"), /authentication failed/);

  await ok(204, client.DELETE("/v1/connections/{id}", path({ id: two.id })));
  await assert.rejects(asked(two.endpoints.direct.connectionString, "SELECT 1"), /authentication failed/);
  await refused(404, client.DELETE("/v1/connections/{id}", path({ id: two.id })));
  await refused(404, client.POST("/v1/connections/{id}/rotate", path({ id: two.id })));
});

test("a list goes on at its cursor until nothing is left", async () => {
  const made = [];
  for (const name of ["a", "b", "c"]) made.push((await project({ createDatabase: false, name })).id);
  const found = [];
  for (let cursor; ; ) {
    const { data } = await client.GET("/v1/projects", { params: { query: { limit: 2, cursor } } });
    assert.ok(data.data.length <= 2);
    found.push(...data.data.map((each) => each.id));
    if (!data.pagination.hasMore) break;
    cursor = data.pagination.nextCursor;
  }
  assert.equal(new Set(found).size, found.length);
  assert.ok(made.every((id) => found.includes(id)));
});

test("a wrong token, an id of another workspace, and a logical id that is taken are refused", async () => {
  const stranger = createManagementApiClient({ token: "wrong", baseUrl });
  await refused(401, stranger.GET("/v1/projects"));
  const made = await project({ createDatabase: false, name: "mine", logicalId: "mine-1" });
  await refused(409, client.POST("/v1/projects", { body: { createDatabase: false, logicalId: "mine-1" } }));
  const other = createManagementApiClient({ token: process.env.OTHER_WORKSPACE_TOKEN, baseUrl });
  await refused(404, other.GET("/v1/projects/{id}", path({ id: made.id })));
  const theirs = { createDatabase: false, logicalId: "mine-1" };
  assert.notEqual((await ok(201, other.POST("/v1/projects", { body: theirs }))).id, made.id);
});
