package alchemy.engine;

import alchemy.AlchemyException;

/** Suppliers read each other's resources in a circle, which only applying could find out. */
final class LateCycleException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  LateCycleException(Step step, String needs) {
    super(
        "Resources wait for each other.",
        step.title() + " (" + step.line() + ") needs " + needs,
        "Take one of the references away.");
  }
}
