package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import java.util.Map;

/** Versions, and which of them is deployed. */
final class VersionRoutes {
  private static final int INVALID = 10021;
  private static final int UNDEPLOYED_MIGRATION = 10211;
  private static final int PAGE = 100;

  private final Workers workers;

  private VersionRoutes(Workers workers) {
    this.workers = workers;
  }

  static void add(Access access, Workers workers) {
    var routes = new VersionRoutes(workers);
    var one = ScriptRoutes.ONE;
    access
        .on("GET", one + "/versions", routes::versions)
        .on("POST", one + "/versions", routes::keep)
        .on("GET", one + "/versions/{version}", routes::version)
        .on("GET", one + "/deployments", r -> Envelope.ok(routes.deployments(r)))
        .on("POST", one + "/deployments", routes::deploy);
  }

  private Script script(Request request) {
    return workers.get(ScriptRoutes.name(request));
  }

  private Reply versions(Request request) {
    var script = script(request);
    var items =
        script.versions().stream()
            .map(id -> ScriptViews.version(workers.version(script, id)))
            .toList();
    return Envelope.page("items", items, request.query(), PAGE);
  }

  private Reply version(Request request) {
    var version = workers.version(script(request), request.params().get("version"));
    return Envelope.ok(ScriptViews.versionDetail(version));
  }

  private Reply keep(Request request) {
    var script = script(request);
    var upload = WorkerUpload.of(request);
    if (upload.metadata().has("migrations")) {
      throw ApiErrorException.invalid(
          UNDEPLOYED_MIGRATION,
          "A version that is uploaded without being deployed cannot have a Durable Object"
              + " migration. Deploy it instead.");
    }
    var outcome = workers.keepVersion(script.name(), upload);
    var tree = ScriptViews.versionDetail(outcome.version());
    tree.put("startup_time_ms", outcome.startMillis());
    return Envelope.ok(tree);
  }

  private Map<String, Object> deployments(Request request) {
    return Map.of("deployments", script(request).deployments());
  }

  private Reply deploy(Request request) {
    var script = script(request);
    var body = Fields.of(request.json(), "deployment", INVALID);
    var versions = body.list("versions");
    if (versions.size() > 1) {
      throw ApiErrorException.notHere("gradual deployments of several versions");
    }
    if (versions.isEmpty()) {
      throw body.refused("versions", "must name a version");
    }
    var version = Fields.of(versions.get(0), "deployment.versions[0]", INVALID);
    version.whole("percentage", 100, 100);
    var annotations = body.has("annotations") ? body.object("annotations").tree() : Map.of();
    @SuppressWarnings("unchecked")
    var deployment =
        workers.deploy(
            script.name(), version.text("version_id"), (Map<String, Object>) annotations);
    return Envelope.ok(deployment);
  }
}
