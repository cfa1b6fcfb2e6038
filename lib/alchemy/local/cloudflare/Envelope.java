package alchemy.local.cloudflare;

import alchemy.local.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The form of all JSON answers of Cloudflare. Source: Cloudflare API, "Getting started". */
final class Envelope {
  private Envelope() {}

  /** Success with a result, which may be null. */
  static Reply ok(Object result) {
    return ok(200, result);
  }

  /** Success of another kind. */
  static Reply ok(int status, Object result) {
    return Reply.json(status, tree(true, List.of(), result));
  }

  /** One page of a list: {@code page} and {@code per_page} as the request asks, from 1. */
  static Reply page(List<?> all, Map<String, String> query, int defaultSize) {
    return page(all, query, defaultSize, shown -> shown);
  }

  /** The same where the list is a member of the result. */
  static Reply page(String member, List<?> all, Map<String, String> query, int defaultSize) {
    return page(all, query, defaultSize, shown -> Map.of(member, shown));
  }

  private static Reply page(
      List<?> all, Map<String, String> query, int defaultSize, Function<List<?>, Object> result) {
    int size = number(query, "per_page", defaultSize);
    int page = number(query, "page", 1);
    int from = (int) Math.min((long) (page - 1) * size, all.size());
    var shown = all.subList(from, Math.min(from + size, all.size()));
    var tree = tree(true, List.of(), result.apply(shown));
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("page", page);
    info.put("per_page", size);
    info.put("count", shown.size());
    info.put("total_count", all.size());
    info.put("total_pages", (all.size() + size - 1) / size);
    tree.put("result_info", info);
    return Reply.json(200, tree);
  }

  /** A refused request. */
  static Reply refused(ApiErrorException e) {
    var error = Map.of("code", e.code(), "message", e.text());
    return Reply.json(e.status(), tree(false, List.of(error), null));
  }

  private static Map<String, Object> tree(boolean success, List<?> errors, Object result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("success", success);
    tree.put("errors", errors);
    tree.put("messages", List.of());
    tree.put("result", result);
    return tree;
  }

  private static int number(Map<String, String> query, String name, int otherwise) {
    var text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw ApiErrorException.invalid(7003, name + " is not a positive number");
    }
    return Integer.parseInt(text);
  }
}
