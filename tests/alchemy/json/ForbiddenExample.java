package alchemy.json;

/** Does what the room {@code json} may not, so that {@code ArrowsTest} sees that it is seen. */
final class ForbiddenExample {
  private ForbiddenExample() {}

  static String reaches(alchemy.engine.Plan plan) {
    return plan.toString();
  }
}
