/** Says which shop this is, and whether it knows where its backup is. */
export default {
  fetch(_request: Request, env: FrontEnv): Response {
    const backup = URL.canParse(env.DATABASE_URL) ? "with" : "without";
    return new Response(`Shop, stage ${env.STAGE}, ${backup} a backup.\n`);
  },
};
