import alchemy from "alchemy";
import { Hyperdrive, Worker } from "alchemy/cloudflare";
import { Connection, Database, Project } from "alchemy/prisma-postgres";

const app = await alchemy("bench-groups");

const count = Number(process.env.COUNT);
const project = await Project("project", { delete: true });

async function group(i) {
  const database = await Database(`database-${i}`, { project, region: "us-east-1", delete: true });
  const connection = await Connection(`connection-${i}`, { database });
  const db = await Hyperdrive(`hyperdrive-${i}`, {
    origin: connection.connectionString.unencrypted,
  });
  const shown = i === 0 ? (process.env.SHOWN ?? "one") : "one";
  await Worker(`worker-${i}`, {
    entrypoint: "src/worker.ts",
    bindings: { HYPERDRIVE: db, SHOWN: shown },
  });
}

await Promise.all(Array.from({ length: count }, (_, i) => group(i)));

await app.finalize();
