package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.crash.Doom.Blow;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of a stage that is disturbed at one effect after the other, and gone on with by a new
 * run. Each time the end must be that of an undisturbed run.
 */
final class Sweep {
  private final Stage stage;
  private final List<String> before;
  private final String then;
  private final int parallel;
  private final long begun = System.nanoTime();
  private int rounds;

  /**
   * Makes a sweep.
   *
   * @param before the bodies that are deployed first, undisturbed
   * @param then the body whose deploy is disturbed; null to disturb a destroy
   * @param parallel how many steps at once; with 1 what one effect leaves behind is what the next
   *     one finds, so that the moments before it and after it are one
   */
  Sweep(Stage stage, List<String> before, String then, int parallel) {
    this.stage = stage;
    this.before = before;
    this.then = then;
    this.parallel = parallel;
  }

  /** Fails if fewer runs have been disturbed; the figure is printed for the record. */
  void assertRounds(int least) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    String change = before + " to " + (then == null ? "nothing" : "\"" + then + "\"");
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
      prepare();
      Doom doom = Doom.at((int) number, blow);
      stage.run(body(then), doom, parallel);
      if (!doom.hasStruck()) {
        break;
      }
      finish(due, blow + " effect " + number + " of " + doom.effects());
    }
    return this;
  }

  /** Ends two runs in a row, at each pair of effects. */
  Sweep pairs() throws Exception {
    Picture due = undisturbed().picture;
    for (int first = 1; ; first++) {
      for (int second = 1; ; second++) {
        prepare();
        Doom one = Doom.at(first, Blow.AFTER);
        stage.run(body(then), one, parallel);
        if (!one.hasStruck()) {
          return this;
        }
        Doom two = Doom.at(second, Blow.AFTER);
        stage.run(body(then), two, parallel);
        if (!two.hasStruck()) {
          break;
        }
        finish(due, "after " + one.effects() + ", then after " + two.effects());
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
    stage.run(body(then), doom, parallel);
    assertTrue(doom.hasStruck());
    settled(due, "answers lost at " + numbers + " of " + doom.effects());
  }

  private record Undisturbed(Picture picture, List<String> effects) {}

  private Undisturbed undisturbed() throws Exception {
    prepare();
    List<String> effects = stage.run(body(then), Doom.none(), parallel).doom().effects();
    Picture picture = stage.picture();
    stage.assertSettled(body(then));
    return new Undisturbed(picture, effects);
  }

  private void prepare() throws IOException {
    stage.wipe();
    for (String each : before) {
      stage.run(body(each));
    }
  }

  private void finish(Picture due, String how) throws Exception {
    try {
      stage.run(body(then), Doom.none(), parallel);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("the run after did not succeed; ended " + how, e);
    }
    settled(due, how);
  }

  private void settled(Picture due, String how) throws Exception {
    rounds++;
    try {
      assertEquals(due.toString(), stage.picture().toString());
      stage.assertSettled(body(then));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(how + ": " + e.getMessage(), e);
    }
  }

  private static Body body(String name) {
    return name == null ? null : Bodies.named(name);
  }
}
