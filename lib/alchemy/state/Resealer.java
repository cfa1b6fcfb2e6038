package alchemy.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens what one key of a stage has sealed, and seals it for the same place under another one. */
final class Resealer {
  private final Vault old;
  private final Vault next;

  Resealer(Vault old, Vault next) {
    this.old = old;
    this.next = next;
  }

  Row row(Row row) {
    return row.with()
        .props(map(row.props()))
        .intended(row.intended() == null ? null : map(row.intended()))
        .outputs(map(row.outputs()))
        .build();
  }

  Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> sealed = new LinkedHashMap<>();
    map.forEach((name, each) -> sealed.put((String) name, tree(each)));
    return sealed;
  }

  private Object tree(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      list.forEach(each -> items.add(tree(each)));
      return items;
    }
    if (value instanceof Sealed sealed) {
      Sealed again = next.seal(sealed.id(), sealed.path(), old.open(sealed));
      return sealed.isText() ? again.asText() : again;
    }
    return value;
  }
}
