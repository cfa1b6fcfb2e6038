// The TypeScript Alchemy has a variable for Cloudflare's base URL but none for Prisma's.
const real = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const asked = new Request(input, init);
  const { origin, pathname, search } = new URL(asked.url);
  if (origin !== "https://api.prisma.io") return real(asked);
  const body = asked.body && (await asked.arrayBuffer());
  const to = process.env.PRISMA_API_BASE_URL + pathname + search;
  const answer = await real(to, { method: asked.method, headers: asked.headers, body });
  return pathname.endsWith("/connections") ? withDatabase(answer) : answer;
};

// It takes the database's display name for PostgreSQL's own, which only a service with a server for
// each database can bear. Locally all databases live in one server.
async function withDatabase(answer) {
  const tree = await answer.json();
  const direct = tree.data?.endpoints?.direct?.connectionString;
  if (direct) tree.data.database.name = new URL(direct).pathname.slice(1);
  return Response.json(tree, { status: answer.status });
}
