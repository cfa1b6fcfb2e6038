package alchemy.crash;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as {@link SweepTest} at every point, one step at a time and eight at once. */
@Tag("full")
class FullSweepTest extends CloudCase {
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void theExampleMayEndAnywhere(int parallel) throws Exception {
    making("example", parallel).all().assertRounds(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void tenResourcesMayEndAnywhere(int parallel) throws Exception {
    making("ten", parallel).all().assertRounds(80);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void updatesMayEndAnywhere(int parallel) throws Exception {
    changing("ten", "ten changed", parallel).all().assertRounds(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aReplacementMayEndAnywhere(int parallel) throws Exception {
    changing("deletable", "elsewhere", parallel).all().assertRounds(30);
    changing("example", "elsewhere, the old one kept", parallel).all().assertRounds(20);
    changing("example", "connection renamed", parallel).all().assertRounds(15);
    changing("example", "worker renamed", parallel).all().assertRounds(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aDestroyMayEndAnywhere(int parallel) throws Exception {
    destroying("deletable", parallel).all().assertRounds(20);
    destroying("ten", parallel).all().assertRounds(30);
  }

  @Test
  void whatIsRenamedRetainedOrReadAtOnceMayEndAnywhere() throws Exception {
    changing("small", "small moved", 1).all().assertRounds(6);
    changing("small", "small project", 1).all().assertRounds(6);
    takingBack("small", "small project", 1).all().assertRounds(6);
    making("small read at once", 1).all().assertRounds(20);
  }

  @Test
  void aRunWithAnotherAimMayGoOnAnywhere() throws Exception {
    making("deletable", 8).goingOnWith(null).all().assertRounds(40);
    making("small", 1).goingOnWith("small changed").all().assertRounds(24);
    destroying("small deletable", 1).goingOnWith("small deletable").all().assertRounds(16);
    changing("ten", "ten changed", 8).goingOnWith("ten").all().assertRounds(20);
    making("example", 8).goingOnWith("connection renamed").all().assertRounds(40);
    changing("deletable", "elsewhere", 8).goingOnWith(null).all().assertRounds(30);
    destroying("ten", 8).goingOnWith("ten").all().assertRounds(30);
  }

  @Test
  void twoRunsInARowMayEndAnywhere() throws Exception {
    making("small", 1).pairs().assertRounds(50);
    changing("small deletable", "small elsewhere", 1).pairs().assertRounds(50);
  }

  @Test
  void theAnswerToEachRequestOfTheOthersMayBeLost() throws Exception {
    // One at a time, so that the same request has the same number each time.
    making("ten", 1).lostAnswers().assertRounds(10);
    changing("ten", "ten changed", 1).lostAnswers().assertRounds(4);
    changing("deletable", "elsewhere", 1).lostAnswers().assertRounds(4);
    destroying("ten", 1).lostAnswers().assertRounds(8);
  }
}
