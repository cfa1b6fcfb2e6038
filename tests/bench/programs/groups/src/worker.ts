export default {
  fetch(_request: Request, env: { SHOWN: string }): Response {
    return new Response(env.SHOWN);
  },
};
