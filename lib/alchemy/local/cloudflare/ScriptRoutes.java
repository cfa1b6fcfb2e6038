package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Workers as a whole: upload, list, download, delete, and the two other forms of reading one. */
final class ScriptRoutes {
  static final String ALL = "/accounts/{account}/workers/scripts";
  static final String ONE = ALL + "/{name}";
  private static final String SERVICE = "/accounts/{account}/workers/services/{name}";
  private static final int BAD_NAME = 10016;
  private static final int NO_SERVICE = 10090;
  private static final int PAGE = 100;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final Workers workers;

  private ScriptRoutes(Workers workers) {
    this.workers = workers;
  }

  static void add(Access access, Workers workers) {
    var routes = new ScriptRoutes(workers);
    access
        .on("GET", ALL, routes::list)
        .on("PUT", ONE, routes::upload)
        .on("GET", ONE, routes::download)
        .on("GET", ONE + "/content/v2", routes::download)
        .on("DELETE", ONE, routes::delete)
        .on("GET", SERVICE, routes::service)
        .on("DELETE", SERVICE, routes::deleteService)
        .on("GET", "/accounts/{account}/workers/workers/{name}", routes::worker)
        .on("GET", "/accounts/{account}/workers/scripts-search", routes::search)
        .on(
            "GET",
            "/accounts/{account}/workers/account-settings",
            r -> Envelope.ok(Map.of("default_usage_model", "standard", "green_compute", false)));
  }

  static String name(Request request) {
    return request.params().get("name");
  }

  private Reply list(Request request) {
    var wanted = request.query().getOrDefault("tags", "");
    var shown =
        workers.serving().stream()
            .filter(each -> hasTags(each.script(), wanted))
            .map(each -> ScriptViews.script(each.script(), each.version()))
            .toList();
    return Envelope.ok(shown);
  }

  private Reply search(Request request) {
    var wanted = request.query().getOrDefault("name", "");
    var found =
        workers.all().stream()
            .filter(each -> each.name().contains(wanted))
            .filter(each -> each.tag().equals(request.query().getOrDefault("id", each.tag())))
            .map(ScriptViews::found)
            .toList();
    return Envelope.page(found, request.query(), PAGE);
  }

  private Reply upload(Request request) {
    var name = name(request);
    if (!NAME.matcher(name).matches()) {
      throw ApiErrorException.invalid(
          BAD_NAME,
          "A Worker's name has at most 63 characters: lower-case letters, digits, - and _, and"
              + " starts with a letter or digit.");
    }
    var upload = WorkerUpload.of(request);
    var outcome = workers.upload(name, upload, ScriptViews.settings(upload.metadata()));
    return Envelope.ok(ScriptViews.uploaded(outcome));
  }

  // On success not JSON but the code itself.
  private Reply download(Request request) {
    var version = workers.deployed(workers.get(name(request)));
    if (version.serviceWorker()) {
      return Reply.text(200, "application/javascript", version.modules().get(0).content());
    }
    var parts =
        version.modules().stream()
            .map(each -> new Multipart.Part(each.name(), each.type().mediaType(), each.content()))
            .toList();
    var boundary = Multipart.freshBoundary();
    var type = "multipart/form-data; boundary=" + boundary;
    return new Reply(
        200,
        Map.of(
            "Content-Type",
            type,
            "ETag",
            "\"" + version.etag() + "\"",
            "cf-entrypoint",
            version.mainModule()),
        new Multipart(parts).write(boundary));
  }

  private Reply delete(Request request) {
    workers.delete(name(request), "true".equals(request.query().get("force")));
    return Envelope.ok(null);
  }

  private Reply service(Request request) {
    var script = known(request);
    return Envelope.ok(ScriptViews.service(script, workers.deployed(script)));
  }

  private Reply deleteService(Request request) {
    known(request);
    return delete(request);
  }

  // The older form has a code of its own for what does not exist.
  private Script known(Request request) {
    for (var script : workers.all()) {
      if (script.name().equals(name(request))) {
        return script;
      }
    }
    throw new ApiErrorException(404, NO_SERVICE, "This Worker does not exist on your account.");
  }

  private Reply worker(Request request) {
    var script = workers.get(name(request));
    return Envelope.ok(ScriptViews.worker(script, workers.url(script.name())));
  }

  // "a:yes,b:no": with the tag a, without the tag b.
  private static boolean hasTags(Script script, String wanted) {
    var tags = script.settings().get("tags") instanceof List<?> list ? list : List.of();
    for (var each : wanted.split(",")) {
      int colon = each.lastIndexOf(':');
      if (colon > 0
          && tags.contains(each.substring(0, colon)) != each.substring(colon + 1).equals("yes")) {
        return false;
      }
    }
    return true;
  }
}
