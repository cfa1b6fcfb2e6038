package alchemy.provider;

/**
 * As a value of a property: the service's id of another resource of the script, as soon as that is
 * there, and nothing before. No order follows from it, so that two resources may mean each other:
 * what was made without it gets it in a second step. For authors of resources.
 */
public final class Later {
  private final String type;
  private final String id;

  /**
   * Means a resource.
   *
   * @param type the kind that it must have, as {@code "cloudflare:Worker"}
   * @param id the resource's id in the script, in the same scope or as a whole
   */
  public Later(String type, String id) {
    this.type = type;
    this.id = id;
  }

  /** The kind. */
  public String type() {
    return type;
  }

  /** The resource's id in the script. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return type + " \"" + id + "\", later";
  }
}
