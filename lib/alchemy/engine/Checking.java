package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Check;
import alchemy.provider.Env;
import alchemy.provider.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Lets a provider check one node's properties offline, and collects what it finds. */
final class Checking implements Check {
  private final RunOptions options;
  private final Leaves leaves;
  private final Planned planned;
  private final Map<String, ?> recorded;
  private final List<Fault> faults = new ArrayList<>();
  private boolean asks;

  Checking(RunOptions options, Leaves leaves, Planned planned, Map<String, ?> recorded) {
    this.recorded = recorded;
    this.options = options;
    this.leaves = leaves;
    this.planned = planned;
  }

  /** The faults of the node's properties, its credentials among them if the service is asked. */
  List<Fault> faults(boolean serviceIsAsked) {
    asks = serviceIsAsked;
    check(planned.node().provider());
    return faults;
  }

  /** True if the state would have to seal something for this node. */
  static boolean seals(Planned planned) {
    return Kinds.yieldsSecrets(planned.node().provider()) || hasSecret(planned.properties());
  }

  private static boolean hasSecret(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Checking::hasSecret);
    }
    if (tree instanceof Collection<?> list) {
      return list.stream().anyMatch(Checking::hasSecret);
    }
    return tree instanceof Secret;
  }

  @SuppressWarnings("unchecked")
  private <P extends Record> void check(Provider<P, ?> provider) {
    try {
      provider.check(this, (P) leaves.props(provider, planned.properties()));
    } catch (IllegalArgumentException e) {
      fault(null, "has properties that do not fit: " + e.getMessage(), null);
    }
  }

  @Override
  public Env env() {
    return options.env();
  }

  @Override
  public Path root() {
    return options.root();
  }

  @Override
  public Map<String, ?> recorded() {
    return recorded;
  }

  @Override
  public boolean isLocal() {
    return Session.LOCAL_STAGE.equals(options.stage());
  }

  @Override
  public boolean needsCredentials() {
    return asks;
  }

  @Override
  public void fault(String property, String problem, String fix) {
    faults.add(Fault.of(planned.node(), property, problem).fix(fix));
  }
}
