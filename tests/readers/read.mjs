// Prints what each reader takes the values in ./.env for.
import dotenv from "dotenv";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { loadEnv } from "vite";

const text = readFileSync(".env", "utf8");
console.log(
  JSON.stringify({ dotenv: dotenv.parse(text), node: parseEnv(text), vite: loadEnv("test", ".", "V_") }),
);
