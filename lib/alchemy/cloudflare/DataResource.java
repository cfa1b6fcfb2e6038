package alchemy.cloudflare;

import alchemy.Handle;
import java.time.Instant;

/** What a Worker binds that holds data. It is kept unless {@code delete(true)} says otherwise. */
abstract class DataResource implements Bindable {
  private final Handle<DataProvider.Outputs> handle;

  DataResource(Handle<DataProvider.Outputs> handle) {
    this.handle = handle.of(this);
  }

  /** The service's id. */
  public String id() {
    return handle.output("id");
  }

  /** The name, unique in the account. */
  public String name() {
    return handle.output("name");
  }

  /** When the service made it; null if it does not tell. */
  public Instant createdAt() {
    return handle.output("createdAt");
  }

  @Override
  public Handle<?> handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}
