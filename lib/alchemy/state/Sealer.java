package alchemy.state;

import alchemy.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a tree fit to be stored: every secret in it is sealed for the place where it stands.
 *
 * <pre>
 * leaf                                  stored as
 * a secret, equal to what stood there   what stood there, so that an unchanged row stays the same
 * a secret                              sealed
 * sealed for this place                 itself
 * sealed for another place              opened and sealed again: a moved row, an intent that came true
 * text that holds a secret of this run  sealed, marked as text
 * </pre>
 */
final class Sealer {
  private static final String MASK = "Secret(***)";

  private final String app;
  private final String stage;
  private final Vault vault;

  Sealer(String app, String stage, Vault vault) {
    this.app = app;
    this.stage = stage;
    this.vault = vault;
  }

  /**
   * The row with its secrets sealed.
   *
   * @param before the stored row of that key, or null
   */
  Row seal(Row row, Row before) {
    String id = row.id();
    Row old = before != null && before.id().equals(id) ? before : null;
    return row.with()
        .props(map(id, "props", row.props(), old == null ? null : old.props()))
        .intended(
            row.intended() == null
                ? null
                : map(id, "intended", row.intended(), old == null ? null : old.intended()))
        .outputs(map(id, "outputs", row.outputs(), old == null ? null : old.outputs()))
        .build();
  }

  /** The app's outputs with their secrets sealed. */
  Map<String, Object> sealOutputs(Map<String, ?> outputs, Map<String, Object> before) {
    return map("", "outputs", outputs, before);
  }

  private Map<String, Object> map(String id, String path, Map<?, ?> map, Object before) {
    Map<?, ?> old = before instanceof Map<?, ?> known ? known : Map.of();
    Map<String, Object> sealed = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = name((String) key, sealed);
          // As in a JSON pointer, so that no two places share a path. Source: RFC 6901.
          String step = name.replace("~", "~0").replace("/", "~1");
          sealed.put(name, tree(id, path + "/" + step, value, old.get(name)));
        });
    return sealed;
  }

  // A script's names are refused before; what a service answers has to be kept. A name can't be
  // sealed, and nobody looks for one that is a secret.
  private static String name(String given, Map<String, Object> taken) {
    if (!Secret.isInName(given)) {
      return given;
    }
    String masked = Secret.mask(given);
    return taken.containsKey(masked) ? masked + taken.size() : masked;
  }

  private List<Object> list(String id, String path, Collection<?> items, Object before) {
    List<?> old = before instanceof List<?> known ? known : List.of();
    List<Object> sealed = new ArrayList<>(items.size());
    for (Object item : items) {
      int i = sealed.size();
      sealed.add(tree(id, path + "/" + i, item, i < old.size() ? old.get(i) : null));
    }
    return sealed;
  }

  private Object tree(String id, String path, Object value, Object before) {
    if (value instanceof Map<?, ?> map) {
      return map(id, path, map, before);
    }
    if (value instanceof Collection<?> items) {
      return list(id, path, items, before);
    }
    if (value instanceof Secret secret) {
      return secret(id, path, secret, before, false);
    }
    if (value instanceof Sealed sealed) {
      return isHere(sealed, id, path) ? sealed : again(id, path, sealed);
    }
    if (value instanceof String text && Secret.isIn(text)) {
      if (text.contains(MASK)) {
        throw new ConcatenatedSecretException(id, path);
      }
      return secret(id, path, Secret.of(text), before, true);
    }
    return number(value);
  }

  private Sealed again(String id, String path, Sealed sealed) {
    Sealed here = vault.seal(id, path, vault.open(sealed));
    return sealed.isText() ? here.asText() : here;
  }

  private Sealed secret(String id, String path, Secret secret, Object before, boolean text) {
    if (before instanceof Sealed old
        && isHere(old, id, path)
        && old.isText() == text
        && vault.matches(old, secret)) {
      return old;
    }
    Sealed sealed = vault.seal(id, path, secret);
    return text ? sealed.asText() : sealed;
  }

  private boolean isHere(Sealed sealed, String id, String path) {
    return sealed.isAt(id, path) && sealed.app().equals(app) && sealed.stage().equals(stage);
  }

  // As a document is read, so that a row in memory equals the same row read again.
  private static Object number(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float single ? (Object) Double.parseDouble(single.toString()) : value;
  }
}
