package alchemy;

/** What a script declares, given the app that it declares it in. */
@FunctionalInterface
public interface Body {
  /** Declares resources and outputs. What it throws ends the run, and nothing is deleted. */
  void run(App app) throws Exception;
}
