package alchemy.prisma;

import alchemy.Secret;
import alchemy.http.Answer;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.http.JsonClient;
import alchemy.http.Pause;
import alchemy.http.Request;
import alchemy.http.ServiceException;
import alchemy.provider.Account;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Child;
import alchemy.provider.Context;
import alchemy.provider.Env;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The Management API as one token sees it. */
final class PrismaApi {
  static final String TOKEN = "PRISMA_SERVICE_TOKEN";
  private static final String BASE = "PRISMA_API_BASE_URL";
  private static final String PUBLIC = "https://api.prisma.io";
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final Endpoint endpoint;
  private final Secret token;
  private final JsonClient http;
  private final Pause pause;

  private PrismaApi(Endpoint endpoint, Secret token, JsonClient http, Pause pause) {
    this.endpoint = endpoint;
    this.token = token;
    this.http = http;
    this.pause = pause;
  }

  /**
   * The API for a call about one resource.
   *
   * @param own the resource's own token; null for the environment's
   */
  static PrismaApi of(Context context, Secret own) {
    Secret token = token(context.env(), own).orElseThrow(MissingTokenException::new);
    return new PrismaApi(endpoint(context.env()), token, context.http(), context::pause);
  }

  /** Reports a missing token, if this run will need it, and a base URL that cannot be used. */
  static void check(Check check, Secret own) {
    // An own token that is empty comes from a variable that is missing, which has been reported.
    if (own == null && check.needsCredentials() && token(check.env(), null).isEmpty()) {
      check.fault(null, "has no credentials: " + TOKEN + " is not set", MissingTokenException.FIX);
    }
  }

  /** The workspace that a token belongs to. */
  static Account account(Env env, Secret own) {
    return new Account() {
      @Override
      public String key() {
        return "prisma " + base(env) + " " + token(env, own).map(Request::fingerprint).orElse("");
      }

      @Override
      public Place place(JsonClient http) {
        Secret token = token(env, own).orElseThrow(MissingTokenException::new);
        Endpoint endpoint = endpoint(env);
        PrismaApi api = new PrismaApi(endpoint, token, http, Pause.sleeping());
        List<Fields> workspaces = api.list("/v1/workspaces", Map.of());
        // A service token reaches one workspace, a person's may reach several.
        List<String> ids =
            workspaces.stream().map(each -> bare(each.text("id", ""))).sorted().toList();
        return new Place(
            endpoint.place() + " " + String.join("+", ids),
            "workspace " + WorkspaceException.names(workspaces));
      }
    };
  }

  private static Optional<Secret> token(Env env, Secret own) {
    Optional<Secret> given =
        own != null
            ? Optional.of(own)
            : env.find(TOKEN).map(text -> Secret.ofVariable(TOKEN, text));
    return given.filter(each -> !each.unencrypted().isBlank());
  }

  private static String base(Env env) {
    return env.get(BASE, PUBLIC);
  }

  static Endpoint endpoint(Env env) {
    return Endpoint.of(BASE, base(env));
  }

  /** One object. */
  Fields get(String path) {
    return data(send(Request.get(endpoint.at(path))));
  }

  /** One object, or nothing where the service says 404. */
  Optional<Fields> find(String path) {
    Answer answer = answer(Request.get(endpoint.at(path)));
    return answer.status() == 404 ? Optional.empty() : Optional.of(data(checked(answer)));
  }

  /** What lives in something; nothing where the service says that it is gone, 404. */
  List<Fields> living(String path) {
    try {
      return list(path, Map.of());
    } catch (ServiceException e) {
      if (e.status() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  /** A list, all pages of it. */
  List<Fields> list(String path, Map<String, ?> filters) {
    List<Fields> all = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String cursor = null;
    // hasMore without a cursor, or with one that we had, would never end.
    do {
      Map<String, Object> query = new LinkedHashMap<>(filters);
      query.put("cursor", cursor);
      Answer answer = send(Request.get(endpoint.at(path, query)));
      Fields page = answer.fields();
      if (!(page.at("data").tree() instanceof List)) {
        throw answer.without("no list \"data\"");
      }
      all.addAll(page.at("data").elements());
      Fields pagination = page.at("pagination");
      cursor = pagination.flag("hasMore") ? pagination.text("nextCursor") : null;
    } while (cursor != null && cursors.add(cursor));
    return all;
  }

  /**
   * What has the logical id, or the name if there is none. An older service passes the filter over;
   * one that knows no logical ids at all has none in its objects, so that the name is all there is.
   */
  List<Fields> list(String path, Map<String, ?> filters, String logicalId, String name) {
    Map<String, Object> all = new LinkedHashMap<>(filters);
    all.put("logicalId", logicalId);
    List<Fields> objects = list(path, all);
    boolean told =
        objects.stream()
            .anyMatch(each -> each.tree() instanceof Map<?, ?> o && o.containsKey("logicalId"));
    return objects.stream()
        .filter(
            each ->
                logicalId != null && told
                    ? logicalId.equals(each.text("logicalId"))
                    : name.equals(each.text("name")))
        .toList();
  }

  /** Makes something. */
  Fields post(String path, Map<String, ?> body) {
    return data(send(Request.post(endpoint.at(path)).json(withoutNulls(body))));
  }

  /** Makes a new password; asked again if the answer was lost, since the first one then is, too. */
  Fields rotate(String path) {
    return data(send(Request.post(endpoint.at(path)).repeatable()));
  }

  /** Sets fields; doing it twice is doing it once. */
  Fields patch(String path, Map<String, ?> body) {
    return data(send(Request.patch(endpoint.at(path)).json(withoutNulls(body)).repeatable()));
  }

  /** Deletes; what is gone already counts as deleted. */
  void delete(String path) {
    Answer answer = answer(Request.delete(endpoint.at(path)));
    if (answer.status() != 404) {
      checked(answer);
    }
  }

  /** The objects of that exact name as candidates. */
  static List<Candidate> named(List<Fields> objects, String name) {
    return candidates(objects.stream().filter(each -> name.equals(each.text("name"))).toList());
  }

  static List<Candidate> candidates(List<Fields> objects) {
    return objects.stream()
        .map(each -> new Candidate(each.text("id"), each.time("createdAt")))
        .toList();
  }

  /** A thing that all calls of this run with this token share. */
  <T> T shared(Class<T> kind, String key, Supplier<T> made) {
    String whole = endpoint.base() + " " + Request.fingerprint(token) + " " + key;
    return http.shared(kind, whole, made);
  }

  /** How long the service's lists may lack what was just made; the local cloud's never do. */
  static Duration settleTime(Context context) {
    return endpoint(context.env()).place().equals("local") ? Duration.ZERO : SETTLE;
  }

  /** True if two ids mean the same object; answers have them with and without a prefix. */
  static boolean sameId(String one, String other) {
    return Objects.equals(bare(one), bare(other));
  }

  /** An id that the service tells, as it was recorded if it is the same or is not told. */
  static String likeRecorded(String told, String recorded) {
    return told == null || sameId(told, recorded) ? recorded : told;
  }

  /** What lives in an object, for a plan that would delete the object. */
  static List<Child> children(String type, List<Fields> objects) {
    return objects.stream()
        .map(each -> new Child(type, each.text("id"), each.text("name")))
        .toList();
  }

  /** An id as a segment of a path. */
  static String segment(String id) {
    return Endpoint.encode(id);
  }

  private static String bare(String id) {
    return id == null ? null : id.replaceFirst("^(proj|db|con|wksp|br)_", "");
  }

  private static Map<String, Object> withoutNulls(Map<String, ?> body) {
    Map<String, Object> sent = new LinkedHashMap<>(body);
    sent.values().removeIf(Objects::isNull);
    return sent;
  }

  private Answer send(Request request) {
    return checked(answer(request));
  }

  private Answer answer(Request request) {
    return http.send(
        request
            .bearer(token)
            .header("Accept", "application/json")
            .header("User-Agent", Request.AGENT),
        pause);
  }

  private static Fields data(Answer answer) {
    Fields data = answer.fields().at("data");
    if (data.text("id") == null) {
      throw answer.without("no id in \"data\"");
    }
    return data;
  }

  private Answer checked(Answer answer) {
    if (answer.isOk()) {
      return answer;
    }
    Fields error = answer.fields().at("error");
    throw new ServiceException(
        "Prisma",
        answer,
        error.text("code", ""),
        error.text("message", ""),
        hint(answer.status(), error.text("hint")));
  }

  private String hint(int status, String theirs) {
    String from = token.variable().orElse("serviceToken");
    if (status == 401) {
      return "Is " + from + " set for this process, is it still valid, and of the right workspace?";
    }
    if (status == 404) {
      return "If it was deleted outside, run deploy --refresh; if it is a reference, check its id.";
    }
    if (status == 409) {
      return "What has this logical id is taken over by deploy --adopt; or choose another one.";
    }
    if (status == 403 && theirs == null) {
      return "Is " + from + " a token of the workspace that this resource is in?";
    }
    return theirs;
  }
}
