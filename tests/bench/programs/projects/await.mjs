import alchemy from "alchemy";
import { Project } from "alchemy/prisma-postgres";

const app = await alchemy("bench-projects");

const count = Number(process.env.COUNT);

for (let i = 0; i < count; i++) {
  const name = `project-${i}-${i === 0 ? (process.env.SHOWN ?? "one") : "one"}`;
  await Project(`project-${i}`, { name, delete: true });
}

await app.finalize();
