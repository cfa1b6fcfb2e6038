import alchemy from "alchemy";
import { Project } from "alchemy/prisma-postgres";

const app = await alchemy("bench-projects");

const count = Number(process.env.COUNT);

async function project(i) {
  const name = `project-${i}-${i === 0 ? (process.env.SHOWN ?? "one") : "one"}`;
  await Project(`project-${i}`, { name, delete: true });
}

await Promise.all(Array.from({ length: count }, (_, i) => project(i)));

await app.finalize();
