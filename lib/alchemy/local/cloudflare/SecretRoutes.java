package alchemy.local.cloudflare;

import alchemy.local.Reply;
import alchemy.local.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Secrets of a Worker. Each change makes a version and deploys it, as at Cloudflare. */
final class SecretRoutes {
  private static final int INVALID = 10021;
  private static final int NOT_FOUND = 10056;

  private final Workers workers;

  private SecretRoutes(Workers workers) {
    this.workers = workers;
  }

  static void add(Access access, Workers workers) {
    var routes = new SecretRoutes(workers);
    var all = ScriptRoutes.ONE + "/secrets";
    access
        .on("GET", all, r -> Envelope.ok(routes.secrets(r)))
        .on("PUT", all, routes::put)
        .on("GET", all + "/{secret}", routes::get)
        .on("DELETE", all + "/{secret}", routes::delete)
        .on("PATCH", ScriptRoutes.ONE + "/secrets-bulk", routes::bulk);
  }

  private List<Map<String, Object>> secrets(Request request) {
    var bindings = workers.deployed(workers.get(ScriptRoutes.name(request))).bindings();
    return BindingForms.view(bindings.stream().filter(SecretRoutes::isSecret).toList());
  }

  private Reply get(Request request) {
    var name = request.params().get("secret");
    for (var each : secrets(request)) {
      if (name.equals(each.get("name"))) {
        return Envelope.ok(each);
      }
    }
    throw notFound(name);
  }

  private Reply put(Request request) {
    var secret = secret(Fields.of(request.json(), "secret", INVALID));
    change(request, before -> BindingForms.with(before, secret));
    return Envelope.ok(BindingForms.view(List.of(secret)).get(0));
  }

  private Reply delete(Request request) {
    change(request, before -> removed(before, request.params().get("secret")));
    return Envelope.ok(null);
  }

  // A map from name to secret, or to null for one that is to go.
  private Reply bulk(Request request) {
    var given = Fields.of(request.json(), "secrets", INVALID).tree();
    change(
        request,
        before -> {
          var bindings = before;
          for (var each : given.entrySet()) {
            bindings =
                each.getValue() == null
                    ? removed(bindings, each.getKey())
                    : BindingForms.with(bindings, named(each.getKey(), each.getValue()));
          }
          return bindings;
        });
    return Envelope.ok(secrets(request));
  }

  private void change(
      Request request, java.util.function.UnaryOperator<List<Map<String, Object>>> edit) {
    workers.change(
        ScriptRoutes.name(request),
        "secret",
        before -> {
          Map<String, Object> settings = new LinkedHashMap<>(before.settings());
          settings.remove("annotations");
          return new VersionChange(edit.apply(before.bindings()), settings, Map.of());
        });
  }

  private static List<Map<String, Object>> removed(List<Map<String, Object>> all, String name) {
    if (all.stream().noneMatch(each -> isSecret(each) && name.equals(each.get("name")))) {
      throw notFound(name);
    }
    return BindingForms.without(all, name);
  }

  private static Map<String, Object> named(String name, Object secret) {
    var tree = new LinkedHashMap<>(Fields.of(secret, "secret", INVALID).tree());
    tree.put("name", name);
    return secret(new Fields(tree, "secret", INVALID));
  }

  private static Map<String, Object> secret(Fields given) {
    given.text("name");
    if (!given.text("type", BindingForms.SECRET).equals(BindingForms.SECRET)) {
      throw ApiErrorException.notHere("secrets of the type " + given.text("type"));
    }
    var tree = new LinkedHashMap<>(given.tree());
    tree.put("type", BindingForms.SECRET);
    return BindingForms.form(new Fields(tree, "secret", INVALID));
  }

  private static boolean isSecret(Map<String, Object> binding) {
    return BindingForms.SECRET.equals(binding.get("type"));
  }

  private static ApiErrorException notFound(String name) {
    return new ApiErrorException(404, NOT_FOUND, "The secret " + name + " does not exist.");
  }
}
