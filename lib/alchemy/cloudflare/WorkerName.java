package alchemy.cloudflare;

import java.util.function.Supplier;

/** A Worker's name as a value of another one's binding, from which the Worker can be told. */
record WorkerName(Worker worker) implements Supplier<String> {
  @Override
  public String get() {
    return worker.name();
  }
}
