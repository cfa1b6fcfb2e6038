package alchemy.bundle;

/**
 * One file of a Worker as it is uploaded.
 *
 * @param name its path among the modules, by which the others import it; the main one is {@value
 *     Bundler#MAIN}
 * @param contentType what Cloudflare's API calls its kind, as {@code application/javascript+module}
 * @param content its bytes; not copied, so not to be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // modules are told apart by the bundle's hash, not by equals
public record Module(String name, String contentType, byte[] content) {
  /** Names the module and its size; the content may hold what the user inlined. */
  @Override
  public String toString() {
    return "Module(" + name + ", " + contentType + ", " + content.length + " bytes)";
  }
}
