package alchemy.local.cloudflare;

import alchemy.local.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Routes and custom domains of Workers, by id. Safe for use by several threads. */
final class Places {
  private static final String FILE = "places";

  private final Store store;
  private final Map<String, Map<String, Object>> all = new LinkedHashMap<>();

  @SuppressWarnings("unchecked")
  Places(Store store) {
    this.store = store;
    store.load(FILE).forEach((id, tree) -> all.put(id, (Map<String, Object>) tree));
  }

  /** Those for which something holds, in the order in which they were made. */
  synchronized List<Map<String, Object>> all(Predicate<Map<String, Object>> wanted) {
    return all.values().stream().filter(wanted).toList();
  }

  synchronized Optional<Map<String, Object>> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  synchronized void put(Map<String, Object> tree) {
    all.put((String) tree.get("id"), tree);
    save();
  }

  synchronized void remove(Predicate<Map<String, Object>> gone) {
    if (new ArrayList<>(all.values()).stream().anyMatch(gone)) {
      all.values().removeIf(gone);
      save();
    }
  }

  private void save() {
    store.save(FILE, new LinkedHashMap<>(all));
  }
}
