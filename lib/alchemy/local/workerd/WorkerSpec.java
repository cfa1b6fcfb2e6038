package alchemy.local.workerd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that workerd has to know of one version of a Worker.
 *
 * @param modules the main module first; none if the Worker is assets alone
 * @param serviceWorker true for the old syntax, one script with {@code addEventListener}
 * @param compatibilityDate as {@code 2026-11-01}
 * @param objects the classes of Durable Objects that it has
 */
public record WorkerSpec(
    List<WorkerModule> modules,
    boolean serviceWorker,
    String compatibilityDate,
    List<String> compatibilityFlags,
    List<Binding> bindings,
    List<ObjectClass> objects,
    Optional<Assets> assets) {

  public WorkerSpec {
    modules = List.copyOf(modules);
    compatibilityFlags = List.copyOf(compatibilityFlags);
    bindings = List.copyOf(bindings);
    objects = List.copyOf(objects);
  }

  /** The code behind another main module, which finds out about it; its storage is not touched. */
  WorkerSpec behind(WorkerModule main) {
    var all = new ArrayList<WorkerModule>();
    all.add(main);
    all.addAll(modules);
    return new WorkerSpec(
        all,
        serviceWorker,
        compatibilityDate,
        compatibilityFlags,
        bindings.stream().filter(each -> !isOfMain(each)).toList(),
        List.of(),
        Optional.empty());
  }

  private static boolean isOfMain(Binding binding) {
    return binding instanceof Binding.Objects || binding instanceof Binding.Files;
  }

  /** Without bindings, which hold secrets. */
  @Override
  public String toString() {
    return "WorkerSpec " + modules;
  }
}
