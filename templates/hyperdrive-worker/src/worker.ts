import { Client } from "pg";

// Env is what the script binds; `alchemy types`, dev and deploy keep worker-configuration.d.ts.
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    // One client a request: Hyperdrive keeps the pool.
    const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
    try {
      await client.connect();
      console.log("Connected to the database.");
      const tables = await client.query("SELECT * FROM pg_tables");
      return Response.json({ success: true, result: tables.rows });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return new Response("The database could not be read; the Worker's log says why.\n", { status: 500 });
    } finally {
      await client.end();
    }
  },
};
