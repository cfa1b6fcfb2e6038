package alchemy.local.prisma;

import alchemy.local.Reply;
import alchemy.local.Request;
import alchemy.local.prisma.Rows.Row;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One page of a list, {@code limit} rows (100 unless told, 1 to 100) after {@code cursor}. A cursor
 * is the number of the last row shown, so it holds when that row is deleted.
 */
final class Page {
  private static final int LARGEST = 100;

  private Page() {}

  static <R extends Row> Reply of(
      Request request, List<R> rows, Function<R, Map<String, Object>> shape) {
    var limit = number(request, "limit", LARGEST);
    if (limit < 1 || limit > LARGEST) {
      throw ApiFault.invalid("`limit` must be between 1 and " + LARGEST + ".");
    }
    var after = number(request, "cursor", 0);
    var rest =
        rows.stream()
            .filter(row -> row.seq() > after)
            .sorted(Comparator.comparingLong(Row::seq))
            .toList();
    var shown = rest.subList(0, (int) Math.min(limit, rest.size()));
    var more = shown.size() < rest.size();
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("nextCursor", more ? Long.toString(shown.get(shown.size() - 1).seq()) : null);
    pagination.put("hasMore", more);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("data", shown.stream().map(shape).toList());
    tree.put("pagination", pagination);
    return Reply.json(200, tree);
  }

  private static long number(Request request, String name, long otherwise) {
    var text = request.query().getOrDefault(name, "");
    if (text.isEmpty() || text.equals("null")) {
      return otherwise;
    }
    if (!text.matches("\\d{1,18}")) {
      throw ApiFault.invalid("`" + name + "` is not valid.");
    }
    return Long.parseLong(text);
  }
}
