package alchemy.engine;

import alchemy.Secret;
import alchemy.json.Records;
import alchemy.provider.Env;
import alchemy.provider.Provider;
import alchemy.state.Row;
import alchemy.state.Sealed;
import alchemy.state.Vault;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns stored trees into records: opens sealed values, looks up variables, hides the unknown. */
final class Leaves {
  private final Vault vault;
  private final Env env;

  Leaves(Vault vault, Env env) {
    this.vault = vault;
    this.env = env;
  }

  /** Properties as the provider's record; what is unknown is null. */
  Record props(Provider<?, ?> provider, Map<String, ?> tree) {
    return Records.decode(tree, Kinds.props(provider), this::open);
  }

  /** Outputs as the provider's record. */
  Record outputs(Provider<?, ?> provider, Map<String, ?> tree) {
    return Records.decode(tree, Kinds.outputs(provider), this::open);
  }

  /** One output, so that reading an id opens no secret. */
  Object output(Provider<?, ?> provider, Map<String, ?> tree, String component) {
    return Records.fromTree(
        tree.get(component), Kinds.componentType(Kinds.outputs(provider), component), this::open);
  }

  /**
   * The row as far as it can be read: without a key, what is sealed is left out, but for
   * credentials, without which nothing can be asked. So a stage can be destroyed without its
   * password.
   */
  Row readable(Row row, Provider<?, ?> provider) {
    if (vault.hasKey()) {
      return row;
    }
    Set<String> credentials = Canonical.policies(Kinds.props(provider));
    return row.with()
        .props(plain(row.props(), credentials))
        .intended(row.intended() == null ? null : plain(row.intended(), credentials))
        .outputs(plain(row.outputs(), Set.of()))
        .build();
  }

  private static Map<String, Object> plain(Map<String, Object> tree, Set<String> kept) {
    Map<String, Object> plain = new TreeMap<>();
    tree.forEach(
        (name, value) -> {
          if (kept.contains(name) || !isSealed(value)) {
            plain.put(name, value);
          }
        });
    return plain;
  }

  private static boolean isSealed(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Leaves::isSealed);
    }
    if (tree instanceof Collection<?> list) {
      return list.stream().anyMatch(Leaves::isSealed);
    }
    return tree instanceof Sealed;
  }

  /** A tree with its sealed values opened. */
  Object value(Object stored) {
    return Records.fromTree(stored, Object.class, this::open);
  }

  private Object open(Object leaf) {
    if (leaf instanceof Sealed sealed) {
      return vault.open(sealed);
    }
    if (leaf instanceof Unknown) {
      return null;
    }
    if (leaf instanceof Map<?, ?> map && map.get(Canonical.VARIABLE) instanceof String name) {
      return Secret.ofVariable(name, env.get(name, ""));
    }
    return leaf;
  }
}
