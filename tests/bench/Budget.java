package bench;

import java.util.List;

/**
 * At most how much of what the peer needs we may need: the ratio of the medians, to the better of
 * the peer's two programs.
 */
record Budget(Program program, Phase phase, int latency, Measure measure, double ratio) {
  static final List<Budget> ALL =
      List.of(
          new Budget(Program.EMPTY, Phase.NOOP, 0, Measure.WALL, 0.6),
          new Budget(Program.GROUPS_1, Phase.NOOP, 100, Measure.WALL, 0.4),
          new Budget(Program.GROUPS_20, Phase.NOOP, 100, Measure.WALL, 0.08),
          new Budget(Program.PROJECTS_200, Phase.NOOP, 100, Measure.WALL, 1.0),
          new Budget(Program.GROUPS_1, Phase.FIRST, 100, Measure.WALL, 0.6),
          new Budget(Program.GROUPS_20, Phase.FIRST, 100, Measure.WALL, 0.3),
          new Budget(Program.PROJECTS_200, Phase.FIRST, 100, Measure.WALL, 1.2),
          new Budget(Program.GROUPS_20, Phase.DESTROY, 100, Measure.WALL, 0.15),
          new Budget(Program.PROJECTS_200, Phase.DESTROY, 100, Measure.WALL, 0.2),
          new Budget(Program.EMPTY, Phase.NOOP, 0, Measure.PEAK, 0.6),
          new Budget(Program.GROUPS_1, Phase.FIRST, 100, Measure.PEAK, 0.6),
          new Budget(Program.GROUPS_20, Phase.FIRST, 100, Measure.PEAK, 0.6),
          new Budget(Program.PROJECTS_200, Phase.FIRST, 100, Measure.PEAK, 0.6));

  /** Of the installed size. */
  static final double DISK = 1.0 / 15;

  /** Above the longest chain's round trips and the start-up. */
  static final double ABOVE_LIMIT = 0.2;
}
