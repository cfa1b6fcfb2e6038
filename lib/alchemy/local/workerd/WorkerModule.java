package alchemy.local.workerd;

/**
 * One file of a Worker.
 *
 * @param name the path by which other modules import it
 * @param type what importing it gives
 * @param content its bytes, never changed
 */
public record WorkerModule(String name, ModuleType type, byte[] content) {
  /** Without the content, which may hold anything. */
  @Override
  public String toString() {
    return name + " (" + type + ", " + content.length + " bytes)";
  }
}
