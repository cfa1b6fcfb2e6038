package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Answer;
import alchemy.http.Endpoint;
import alchemy.http.Fields;
import alchemy.http.JsonClient;
import alchemy.http.Multipart;
import alchemy.http.Pause;
import alchemy.http.Rate;
import alchemy.http.Request;
import alchemy.http.ServiceException;
import alchemy.provider.Account;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Env;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** API v4 as one token sees it; paths are relative to the account. */
final class CloudflareApi {
  static final String TOKEN = "CLOUDFLARE_API_TOKEN";
  static final String ACCOUNT = "CLOUDFLARE_ACCOUNT_ID";
  private static final String BASE = "CLOUDFLARE_API_BASE_URL";
  private static final String PUBLIC = "https://api.cloudflare.com/client/v4";
  private static final int PAGE = 50;
  // The service shuts a token out for five minutes at 1,200.
  private static final Rate RATE = new Rate(1_000, Duration.ofMinutes(5));

  private final Endpoint endpoint;
  private final Secret token;
  private final String configuredAccount;
  private final JsonClient http;
  private final Pause pause;
  private final Map<String, String> headers;

  private CloudflareApi(
      Endpoint endpoint,
      Secret token,
      String account,
      JsonClient http,
      Pause pause,
      Map<String, String> headers) {
    this.endpoint = endpoint;
    this.token = token;
    this.configuredAccount = account;
    this.http = http;
    this.pause = pause;
    this.headers = headers;
  }

  /**
   * The API for a call about one resource.
   *
   * @param access the resource's own token and account
   */
  static CloudflareApi of(Context context, Access access) {
    return of(context.env(), access, context.http(), context::pause);
  }

  private static CloudflareApi of(Env env, Access access, JsonClient http, Pause pause) {
    Secret token = token(env, access).orElseThrow(MissingTokenException::new);
    return new CloudflareApi(endpoint(env), token, accountOf(env, access), http, pause, Map.of());
  }

  /** The same with one more header in each request. */
  CloudflareApi with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new CloudflareApi(endpoint, token, configuredAccount, http, pause, more);
  }

  /** Reports a missing token, if this run will need it. */
  static void check(Check check, Access access) {
    // An own token that is empty comes from a variable that is missing, which has been reported.
    if (access.token() == null
        && check.needsCredentials()
        && token(check.env(), access).isEmpty()) {
      check.fault(null, "has no credentials: " + TOKEN + " is not set", MissingTokenException.FIX);
    }
  }

  /** The account that the resource is in. */
  static Account account(Env env, Access access) {
    return new Account() {
      @Override
      public String key() {
        return "cloudflare "
            + base(env)
            + " "
            + token(env, access).map(Request::fingerprint).orElse("")
            + " "
            + accountOf(env, access);
      }

      @Override
      public Place place(JsonClient http) {
        CloudflareApi api = of(env, access, http, Pause.sleeping());
        String id = api.account();
        return new Place(api.endpoint.place() + " " + id, "account " + id);
      }
    };
  }

  /** The account that the environment names, else all that its token reaches. */
  static List<Account.Place> reached(Env env, JsonClient http) {
    CloudflareApi api = of(env, Access.ENVIRONMENT, http, Pause.sleeping());
    String wanted = api.configuredAccount;
    List<Fields> accounts = List.of();
    try {
      accounts = api.pages("/accounts", Map.of());
    } catch (ServiceException e) {
      // A token may be good for an account without the right to list any.
      if (wanted == null || !e.isClear()) {
        throw e;
      }
    }
    if (wanted != null) {
      accounts = accounts.stream().filter(each -> wanted.equals(each.text("id"))).toList();
      if (accounts.isEmpty()) {
        api.whole("/workers/scripts", Map.of());
        return List.of(new Account.Place(api.endpoint.place() + " " + wanted, "account " + wanted));
      }
    }
    if (accounts.isEmpty()) {
      throw new AccountException(accounts);
    }
    return accounts.stream()
        .map(
            each ->
                new Account.Place(
                    api.endpoint.place() + " " + each.text("id"),
                    "account " + each.text("name") + " (" + each.text("id") + ")"))
        .toList();
  }

  private static Optional<Secret> token(Env env, Access access) {
    Optional<Secret> given =
        access.token() != null
            ? Optional.of(access.token())
            : env.find(TOKEN).map(text -> Secret.ofVariable(TOKEN, text));
    return given.filter(each -> !each.unencrypted().isBlank());
  }

  /** True if the API is the local cloud's, whose lists always have what was just made. */
  static boolean isLocal(Env env) {
    return endpoint(env).place().equals("local");
  }

  private static String accountOf(Env env, Access access) {
    return access.accountId() != null ? access.accountId() : env.find(ACCOUNT).orElse(null);
  }

  private static String base(Env env) {
    return env.get(BASE, PUBLIC);
  }

  static Endpoint endpoint(Env env) {
    return Endpoint.of(BASE, base(env));
  }

  /** The account's id: the configured one, else the only one that the token reaches. */
  String account() {
    if (configuredAccount != null) {
      return configuredAccount;
    }
    return http.once(
        "account of " + endpoint.base() + " " + Request.fingerprint(token),
        () -> {
          List<Fields> accounts = pages("/accounts", Map.of());
          if (accounts.size() != 1) {
            throw new AccountException(accounts);
          }
          return accounts.get(0).text("id");
        });
  }

  /** A fact about the account that no run changes. */
  String once(String fact, java.util.function.Supplier<String> asked) {
    return http.once(fact + " of " + endpoint.base() + " " + account(), asked);
  }

  Fields get(String path) {
    return send(Request.get(at(path)));
  }

  /** What is there, or nothing where the service says that it is not. */
  Optional<Fields> find(String path) {
    Answer answer = answer(Request.get(at(path)));
    return answer.status() == 404 ? Optional.empty() : Optional.of(result(answer));
  }

  List<Fields> list(String path) {
    return list(path, Map.of());
  }

  List<Fields> list(String path, Map<String, ?> query) {
    return pages(of(path), query);
  }

  /** A list that has no pages. */
  List<Fields> whole(String path, Map<String, ?> query) {
    return send(Request.get(endpoint.at(of(path), query))).elements();
  }

  /** Brings a part of something under a token for just that. */
  Fields upload(Multipart body, Secret session) {
    Request request = Request.post(at("/workers/assets/upload?base64=true")).multipart(body);
    return result(answer(request.repeatable(), session));
  }

  /** Makes something that has an id. */
  Fields post(String path, Object body) {
    return post(path, body, "id");
  }

  /** Makes something that has an id, in a field of its kind. */
  Fields post(String path, Object body, String id) {
    Answer answer = answer(Request.post(at(path)).json(body));
    Fields made = result(answer);
    if (made.text(id) == null) {
      throw answer.without("no " + id + " in \"result\"");
    }
    return made;
  }

  /** A POST that only sets something, so that it may be sent twice. */
  Fields set(String path, Object body) {
    return send(Request.post(at(path)).json(body).repeatable());
  }

  Fields patch(String path, Object body) {
    return send(Request.patch(at(path)).json(body).repeatable());
  }

  Fields put(String path, Object body) {
    return send(Request.put(at(path)).json(body));
  }

  Fields put(String path, Multipart body) {
    return send(Request.put(at(path)).multipart(body));
  }

  /** Deletes; what is gone already counts as deleted. */
  void delete(String path) {
    Answer answer = answer(Request.delete(at(path)));
    if (answer.status() != 404) {
      result(answer);
    }
  }

  private List<Fields> pages(String path, Map<String, ?> query) {
    List<Fields> all = new ArrayList<>();
    for (int page = 1; ; page++) {
      Map<String, Object> paged = new LinkedHashMap<>(query);
      paged.put("page", page);
      paged.put("per_page", PAGE);
      Answer answer = answer(Request.get(endpoint.at(path, paged)));
      Fields result = result(answer);
      if (!(result.tree() instanceof List)) {
        throw answer.without("no list \"result\"");
      }
      List<Fields> found = result.elements();
      all.addAll(found);
      // total_pages may be absent, and so may the whole of result_info.
      Long total = answer.fields().at("result_info").number("total_count");
      if (found.isEmpty() || total == null || all.size() >= total) {
        return all;
      }
    }
  }

  private URI at(String path) {
    return endpoint.at(of(path));
  }

  // Zones are beside accounts.
  private String of(String path) {
    return path.startsWith("/zones") ? path : "/accounts/" + Endpoint.encode(account()) + path;
  }

  private Fields send(Request request) {
    return result(answer(request));
  }

  private Answer answer(Request request) {
    return answer(request, token);
  }

  private Answer answer(Request plain, Secret bearer) {
    Request request = plain;
    for (Map.Entry<String, String> each : headers.entrySet()) {
      request = request.header(each.getKey(), each.getValue());
    }
    return http.send(
        request
            .bearer(bearer)
            .rate(RATE)
            .header("Accept", "application/json")
            .header("User-Agent", Request.AGENT),
        pause);
  }

  private Fields result(Answer answer) {
    Fields body = answer.fields();
    boolean refused = Boolean.FALSE.equals(body.at("success").tree());
    if (answer.isOk() && !refused) {
      // A DELETE may be answered by nothing.
      if (!body.flag("success") && !answer.request().method().equals("DELETE")) {
        throw answer.without("no \"success\"");
      }
      return body.at("result");
    }
    List<Fields> errors = body.at("errors").elements();
    String code = errors.isEmpty() ? body.text("code", "") : errors.get(0).text("code", "");
    String message =
        errors.isEmpty()
            ? body.text("error", "")
            : errors.stream()
                .map(each -> each.text("message", ""))
                .collect(Collectors.joining("; "));
    throw new ServiceException(
        "Cloudflare", answer, code, message, hint(answer.status(), code, message));
  }

  private String hint(int status, String code, String message) {
    String advice = Advice.of(code, message);
    if (advice == null && (status == 401 || status == 403)) {
      return "Is "
          + token.variable().orElse("apiToken")
          + " set for this process, still valid, and may it edit Workers Scripts and Hyperdrive of"
          + " this account?";
    }
    return advice;
  }
}
