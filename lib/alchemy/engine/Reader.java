package alchemy.engine;

/** Answers getters: what a resource's outputs are depends on where a script asks. */
public interface Reader {
  /** One output by its component's name. */
  Object output(Node node, String component);

  /** All outputs as the provider's record. */
  Record outputs(Node node);
}
