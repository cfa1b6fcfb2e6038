package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import java.util.Map;

/** The two steps in which static assets come, before the Worker that has them. */
final class AssetRoutes {
  private static final int INVALID = 10021;

  private AssetRoutes() {}

  static void add(Access access, AssetSessions sessions) {
    access
        .on("POST", ScriptRoutes.ONE + "/assets-upload-session", r -> begin(sessions, r))
        // With the session's token, and not with the account's.
        .open("POST", "/accounts/{account}/workers/assets/upload", r -> upload(sessions, r));
  }

  private static Reply begin(AssetSessions sessions, Request request) {
    var body = Fields.of(request.json(), "body", INVALID);
    var begun = sessions.begin(ScriptRoutes.name(request), body.object("manifest"));
    return Envelope.ok(Map.of("jwt", begun.jwt(), "buckets", begun.buckets()));
  }

  private static Reply upload(AssetSessions sessions, Request request) {
    if (!"true".equals(request.query().get("base64"))) {
      throw ApiErrorException.invalid(INVALID, "base64=true is missing.");
    }
    var type = request.headers().getOrDefault("content-type", "");
    var jwt = sessions.upload(request.bearer(), Multipart.parse(type, request.body()));
    return jwt.isPresent()
        ? Envelope.ok(201, Map.of("jwt", jwt.get()))
        : Envelope.ok(202, Map.of());
  }
}
