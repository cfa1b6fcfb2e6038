package alchemy.local.workerd;

import java.util.ArrayList;
import java.util.List;

/**
 * All that workerd has to know of one version of a Worker.
 *
 * @param modules the main module first
 * @param serviceWorker true for the old syntax, one script with {@code addEventListener}
 * @param compatibilityDate as {@code 2026-11-01}
 * @param connectHost the secret host name of a CONNECT that other Workers use for RPC
 */
public record WorkerSpec(
    List<WorkerModule> modules,
    boolean serviceWorker,
    String compatibilityDate,
    List<String> compatibilityFlags,
    List<Binding> bindings,
    String connectHost) {

  public WorkerSpec {
    modules = List.copyOf(modules);
    compatibilityFlags = List.copyOf(compatibilityFlags);
    bindings = List.copyOf(bindings);
  }

  /** The same Worker behind another main module. */
  WorkerSpec behind(WorkerModule main) {
    var all = new ArrayList<WorkerModule>();
    all.add(main);
    all.addAll(modules);
    return new WorkerSpec(
        all, serviceWorker, compatibilityDate, compatibilityFlags, bindings, connectHost);
  }

  /** Without bindings, which hold secrets. */
  @Override
  public String toString() {
    return "WorkerSpec " + modules;
  }
}
