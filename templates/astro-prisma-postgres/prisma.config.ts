import "dotenv/config";
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx prisma/seed.ts" },
  // Not there before the first deploy, and prisma generate needs none.
  datasource: { url: process.env.DATABASE_URL },
});
