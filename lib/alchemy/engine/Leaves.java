package alchemy.engine;

import alchemy.Secret;
import alchemy.json.Records;
import alchemy.provider.Env;
import alchemy.provider.Provider;
import alchemy.state.Sealed;
import alchemy.state.Vault;
import java.util.Map;

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
