package alchemy.cloudflare;

import alchemy.Resource;
import java.util.Map;

/**
 * What a Worker can bind: a resource, or a {@link Binding} to what is no resource of the script.
 */
public interface Bindable extends Resource {
  /**
   * The binding as the service's API writes it, without its name: {@code type} and the type's
   * fields. Values may be suppliers, for what is known once the resource is made.
   */
  Map<String, Object> binding();
}
