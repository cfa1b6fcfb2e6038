export default {
  fetch(request, env) {
    return Response.json({ greeting: env.GREETING, label: env.LABEL, token: env.TOKEN.length });
  },
};
