// The TypeScript Alchemy has a variable for Cloudflare's base URL but none for Prisma's.
const real = globalThis.fetch;
const prisma = "https://api.prisma.io";

globalThis.fetch = async (input, init) => {
  const asked = input instanceof Request ? input : undefined;
  const url = asked ? asked.url : String(input);
  if (!url.startsWith(prisma)) return real(input, init);
  const to = process.env.PRISMA_API_BASE_URL + url.slice(prisma.length);
  const body = asked?.body && (await asked.arrayBuffer());
  const answer = await (asked ? real(to, { method: asked.method, headers: asked.headers, body }) : real(to, init));
  return url.endsWith("/connections") ? withDatabase(answer) : answer;
};

// It takes the database's display name for PostgreSQL's own, which only a service with a server for
// each database can bear. Locally all databases live in one server.
async function withDatabase(answer) {
  const tree = await answer.json();
  const direct = tree.data?.endpoints?.direct?.connectionString;
  if (direct) tree.data.database.name = new URL(direct).pathname.slice(1);
  return Response.json(tree, { status: answer.status });
}
