package alchemy.engine;

import alchemy.AlchemyException;

/** Suppliers read each other's resources in a circle, which only applying could find out. */
final class LateCycleException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  LateCycleException(String needs) {
    super(
        "Resources wait for each other.",
        "It reads " + needs + ", which in turn waits for it.",
        "Take one of the references away.");
  }
}
