#!/usr/bin/env node
// Stands in for Prisma's native schema engine: its WebAssembly build over adapter-pg, the same
// JSON-RPC on standard input and output. PRISMA_SCHEMA_ENGINE_BINARY names it.
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import pg from "pg";

// Catalog queries return "char" and name, which the adapter does not map: they are text.
const addFields = pg.Result.prototype.addFields;
pg.Result.prototype.addFields = function (fields) {
  for (const each of fields) {
    if (each.dataTypeID === 18 || each.dataTypeID === 19) each.dataTypeID = 25;
  }
  return addFields.call(this, fields);
};

const words = process.argv.slice(2);
const values = (name) => words.flatMap((word, i) => (word === name ? [words[i + 1]] : []));
const told = values("--datasource")[0];
const url = (told && JSON.parse(told).url) ?? process.env.DATABASE_URL;

// Not a connectionString: the adapter's shadow database only replaces `database`, and the string
// would win over it.
function parts(url) {
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

function log(level, fields) {
  const timestamp = new Date().toISOString();
  console.error(JSON.stringify({ timestamp, level, target: "schema_engine::logger", fields }));
}

const CODES = { "3D000": "P1003", "42P04": "P1009", "28P01": "P1000" };

/** can-connect-to-database, create-database or drop-database; ends the process. */
async function command(verb) {
  const wanted = parts(new URL(url));
  const name = pg.escapeIdentifier(wanted.database);
  log("INFO", { message: "start" }); // the command line drops the first line
  const own = verb === "can-connect-to-database";
  const client = new pg.Client(own ? wanted : { ...wanted, database: "postgres" });
  try {
    await client.connect();
    if (verb === "create-database") await client.query(`CREATE DATABASE ${name}`);
    if (verb === "drop-database") await client.query(`DROP DATABASE ${name}`);
    await client.end();
    process.exit(0);
  } catch (e) {
    const error_code = CODES[e.code] ?? "P1001";
    log("ERROR", { message: e.message, error_code, is_panic: false });
    process.exit(1);
  }
}

async function start() {
  const place = import.meta.resolve("@prisma/schema-engine-wasm");
  const code = readFileSync(new URL("./schema_engine_bg.wasm", place));
  const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const models = values("--datamodels").map((path) => [path, readFileSync(path, "utf8")]);
  return bindings.SchemaEngine.new(
    { datamodels: models.length ? models : undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(
      new PrismaPg({ ...parts(new URL(url)), idleTimeoutMillis: 50 }),
    ),
  );
}

function say(message) {
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
}

if (words.includes("cli")) await command(words[words.indexOf("cli") + 1]);
let engine;
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = line.trim() ? JSON.parse(line) : {};
  if (!method) continue; // the command line's answer to our "print"
  try {
    engine ??= await start();
    const name = method === "getDatabaseVersion" ? "version" : method;
    const result = await engine[name](Array.isArray(params) ? params[0] : params);
    if (method === "diff" && result.stdout != null) {
      say({ id: 1e5 + id, method: "print", params: { content: result.stdout } });
    }
    say({ id, result: result ?? null });
  } catch (e) {
    const message = String(e?.message ?? e);
    const data = { is_panic: false, message, meta: null, error_code: e?.code ?? null };
    say({ id, error: { code: 4466, message: "error", data } });
  }
}
process.exit(0);
