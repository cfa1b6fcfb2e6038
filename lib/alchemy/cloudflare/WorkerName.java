package alchemy.cloudflare;

import java.util.function.Supplier;

/**
 * A Worker's name as a value of another one's binding, from which the Worker can be told. No
 * record: a record among values is taken for a value itself, and not asked.
 */
final class WorkerName implements Supplier<String> {
  private final Worker worker;

  WorkerName(Worker worker) {
    this.worker = worker;
  }

  Worker worker() {
    return worker;
  }

  @Override
  public String get() {
    return worker.name();
  }
}
