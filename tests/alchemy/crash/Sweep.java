package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.crash.Doom.Blow;
import alchemy.engine.ApplyFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of a stage that is disturbed at one effect after the other, and gone on with by a new
 * run. Each time the end must be that of an undisturbed run.
 */
final class Sweep {
  /** How a run is ended, and gone on with. */
  interface Ending {
    /**
     * Runs until an effect.
     *
     * @param body null for a destroy
     * @return false if the run came to its end, having fewer effects
     */
    boolean end(String body, int effect, Blow moment, int parallel) throws Exception;

    /** Runs undisturbed. */
    void goOn(String body, int parallel) throws Exception;
  }

  private final Stage stage;
  private final Ending ending;
  private final List<String> before;
  private final String then;
  private final int parallel;
  private final String after;
  private final boolean elsewhere;
  private final long begun = System.nanoTime();
  private int rounds;

  /**
   * Makes a sweep.
   *
   * @param ending how a run is ended, and gone on with
   * @param before the bodies that are deployed first, undisturbed
   * @param then the body whose deploy is disturbed; null to disturb a destroy
   * @param parallel how many steps at once; with 1 what one effect leaves behind is what the next
   *     one finds, so that the moments before it and after it are one
   */
  Sweep(Stage stage, Ending ending, List<String> before, String then, int parallel) {
    this(stage, ending, before, then, parallel, then, false);
  }

  private Sweep(
      Stage stage,
      Ending ending,
      List<String> before,
      String then,
      int parallel,
      String after,
      boolean elsewhere) {
    this.stage = stage;
    this.ending = ending;
    this.before = before;
    this.then = then;
    this.parallel = parallel;
    this.after = after;
    this.elsewhere = elsewhere;
  }

  /**
   * The same, but that the run after an ended one has another aim. What comes of it must be what
   * comes of it in an empty stage.
   *
   * @param other the body; null for a destroy
   */
  Sweep goingOnWith(String other) {
    return new Sweep(stage, ending, before, then, parallel, other, true);
  }

  /** Fails if fewer runs have been disturbed; the figure is printed for the record. */
  void assertRounds(int least) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    String change = before + " to " + then + (elsewhere ? ", gone on with " + after : "");
    System.out.printf(
        "%d runs disturbed in %.0f s, %d at once: %s%n", rounds, seconds, parallel, change);
    assertTrue(rounds >= least, () -> "only " + rounds + " runs were disturbed");
  }

  /** Ends a run before and after every effect. */
  Sweep all() throws Exception {
    return points(1, 1, Blow.BEFORE).points(1, 1, Blow.AFTER);
  }

  /** Ends a run at every {@code stride}-th effect, from the first one given, until one passes. */
  Sweep points(int first, int stride, Blow blow) throws Exception {
    Picture due = undisturbed().picture;
    for (long number = first; number <= Integer.MAX_VALUE; number += stride) {
      if (!once(due, (int) number, blow)) {
        break;
      }
    }
    return this;
  }

  /**
   * Ends a run before and after a request, and before and after the write that tells of it.
   *
   * @param request the effect, as {@link Doom#effects} names it; null if there is none
   * @param write the same
   */
  Sweep around(String request, String write) throws Exception {
    Undisturbed due = undisturbed();
    for (String each : request == null ? List.of(write) : List.of(request, write)) {
      int number = due.effects.indexOf(each) + 1;
      assertTrue(number > 0, () -> each + " is none of " + due.effects);
      for (Blow moment : List.of(Blow.BEFORE, Blow.AFTER)) {
        assertTrue(once(due.picture, number, moment));
      }
    }
    return this;
  }

  private boolean once(Picture due, int number, Blow moment) throws Exception {
    prepare();
    if (!ending.end(then, number, moment, parallel)) {
      return false;
    }
    finish(due, moment + " effect " + number);
    return true;
  }

  /** Ends two runs in a row, at each pair of effects. */
  Sweep pairs() throws Exception {
    Picture due = undisturbed().picture;
    for (int first = 1; ; first++) {
      for (int second = 1; ; second++) {
        prepare();
        if (!ending.end(then, first, Blow.AFTER, parallel)) {
          return this;
        }
        if (!ending.end(then, second, Blow.AFTER, parallel)) {
          break;
        }
        finish(due, "after effect " + first + ", and then after effect " + second);
      }
    }
  }

  /** Loses the answer to each mutating request in turn; the run itself must get over it. */
  Sweep lostAnswers() throws Exception {
    Undisturbed due = undisturbed();
    for (int number = 1; number <= due.effects.size(); number++) {
      if (!due.effects.get(number - 1).startsWith("write")) {
        lost(due.picture, Set.of(number));
      }
    }
    return this;
  }

  /**
   * Loses the answer to a request, and then those to what makes up for it: of the effect after the
   * next, where one write lies between, and of more that follow.
   */
  Sweep lostAnswersInARow(String request, int most) throws Exception {
    Undisturbed due = undisturbed();
    int number = due.effects.indexOf(request) + 1;
    assertTrue(number > 0, () -> request + " is none of " + due.effects);
    Set<Integer> numbers = new TreeSet<>(Set.of(number));
    for (int next = number + 2; numbers.size() < most; next++) {
      numbers.add(next);
      lost(due.picture, numbers);
    }
    return this;
  }

  private void lost(Picture due, Set<Integer> numbers) throws Exception {
    prepare();
    Doom doom = Doom.losing(numbers);
    stage.run(Bodies.orNothing(then), doom, parallel);
    assertTrue(doom.hasStruck());
    settled(due, "answers lost at " + numbers + " of " + doom.effects());
  }

  private record Undisturbed(Picture picture, List<String> effects) {}

  private Undisturbed undisturbed() throws Exception {
    if (elsewhere) {
      stage.wipe();
    } else {
      prepare();
    }
    List<String> effects =
        stage.run(Bodies.orNothing(after), Doom.none(), parallel).doom().effects();
    Picture picture = stage.picture();
    stage.assertSettled(Bodies.orNothing(after));
    return new Undisturbed(picture, effects);
  }

  private void prepare() throws IOException {
    stage.wipe();
    for (String each : before) {
      stage.run(Bodies.named(each));
    }
  }

  private void finish(Picture due, String how) throws Exception {
    try {
      goOn();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("the run after did not succeed; ended " + how, e);
    }
    settled(due, how);
  }

  // What was made otherwise than it is wanted now is found out in a run, and asked for in the next.
  private void goOn() throws Exception {
    try {
      ending.goOn(after, parallel);
    } catch (ApplyFailedException e) {
      if (!elsewhere || !e.getMessage().contains("An interrupted run made it otherwise.")) {
        throw e;
      }
      ending.goOn(after, parallel);
    }
  }

  private void settled(Picture due, String how) throws Exception {
    rounds++;
    try {
      assertEquals(due.toString(), stage.picture().toString());
      stage.assertSettled(Bodies.orNothing(after));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(how + ": " + e.getMessage(), e);
    }
  }
}
