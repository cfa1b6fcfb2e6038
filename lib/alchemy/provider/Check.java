package alchemy.provider;

import java.nio.file.Path;
import java.util.Map;

/** What a provider has at hand to check properties offline, and where it reports faults. */
public interface Check {
  /** The environment, by the precedence that the command line documents. */
  Env env();

  /** The folder that relative paths start from: the script's. */
  Path root();

  /** What is recorded of the resource's outputs, by component name; empty for a new one. */
  default Map<String, ?> recorded() {
    return Map.of();
  }

  /** True if the stage is the one whose cloud is on this machine. */
  default boolean isLocal() {
    return false;
  }

  /**
   * True if this run will ask the service about this resource, so that credentials must be there.
   */
  boolean needsCredentials();

  /**
   * Reports a fault of this resource.
   *
   * @param property the property it is about; null for the resource as a whole
   * @param problem what is wrong, as a clause
   * @param fix what to do, as a sentence; null where the problem says it all
   */
  void fault(String property, String problem, String fix);
}
