package alchemy.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random scripts, random edits of them, random faults: what a plan shows is what the rules say, and
 * what a deploy does.
 *
 * <p>A failure names its seed; with the variable {@code RANDOM_SEED} set to it, only that one runs.
 */
class RandomPlanTest {
  @TempDir Path folder;

  @Test
  void whatAPlanShowsIsWhatADeployDoes() {
    run(1, 30, 8);
  }

  @Test
  @Tag("full")
  void whatAPlanShowsIsWhatADeployDoesForManyMore() {
    run(1_000, 2_000, 10);
  }

  private void run(int first, int count, int rounds) {
    String given = System.getenv("RANDOM_SEED");
    if (given != null) {
      story(Long.parseLong(given), rounds);
      return;
    }
    for (int seed = first; seed < first + count; seed++) {
      story(seed, rounds);
    }
  }

  private void story(long seed, int rounds) {
    RandomStory story = new RandomStory(folder.resolve("seed-" + seed), seed);
    try {
      story.tell(rounds);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "RANDOM_SEED=" + seed + ": " + e.getMessage() + "\n" + story.sofar(), e);
    } finally {
      story.close();
    }
  }
}
