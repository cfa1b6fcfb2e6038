import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/prisma/client";

// Env is what the script binds; `alchemy types`, dev and deploy keep worker-configuration.d.ts.
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname === "/favicon.ico") {
      return new Response("Not found\n", { status: 404 });
    }
    // One client a request: Hyperdrive keeps the pool.
    const adapter = new PrismaPg({ connectionString: env.HYPERDRIVE.connectionString, maxUses: 1 });
    const prisma = new PrismaClient({ adapter });
    try {
      const newUser = await prisma.user.create({
        data: { email: `ada.${crypto.randomUUID()}@example.com`, name: "Ada" },
      });
      const allUsers = await prisma.user.findMany({ orderBy: { id: "asc" } });
      return Response.json({ newUser, allUsers });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return new Response("The database could not be used; the Worker's log says why.\n", { status: 500 });
    } finally {
      await prisma.$disconnect();
    }
  },
};
