import { Client } from "pg";

/** Lists the articles in stock. */
export default {
  async fetch(_request: Request, env: ApiEnv): Promise<Response> {
    const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
    try {
      await client.connect();
      await client.query("CREATE TABLE IF NOT EXISTS articles (name text PRIMARY KEY, pieces int NOT NULL)");
      const articles = await client.query("SELECT name, pieces FROM articles WHERE pieces > 0 ORDER BY name");
      return Response.json(articles.rows);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return new Response("The stock could not be read.\n", { status: 500 });
    } finally {
      await client.end();
    }
  },
};
