package alchemy.crash;

import alchemy.crash.Doom.Blow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A run may end at any of its requests and writes: the next one makes no duplicate, loses nothing,
 * and comes to what an undisturbed run would have come to. All points of the main example, and a
 * sample of the others'; {@link FullSweepTest} has them all.
 */
class SweepTest extends CloudCase {
  @Test
  void theExampleMayEndBeforeItsFirstEffectAndAfterEachOfThem() throws Exception {
    // One step at a time: what is so after an effect is so before the next one.
    Sweep sweep = making("example", 1);
    sweep.points(1, Integer.MAX_VALUE, Blow.BEFORE).points(1, 1, Blow.AFTER).assertRounds(24);
  }

  @Test
  void tenResourcesMadeSideBySideMayEndInTheMiddle() throws Exception {
    making("ten", 8).points(9, 20, Blow.BEFORE).assertRounds(2);
  }

  @Test
  void updatesOfProjectDatabaseHyperdriveAndWorkerMayEndInTheMiddle() throws Exception {
    changing("ten", "ten changed", 8).points(5, 20, Blow.AFTER).assertRounds(1);
  }

  @Test
  void aDatabaseThatIsReplacedAndDeletedMayBeHalfWay() throws Exception {
    changing("deletable", "elsewhere", 1).points(3, 8, Blow.AFTER).assertRounds(2);
  }

  @Test
  @Tag("full")
  void aDatabaseThatIsReplacedAndKeptMayBeHalfWay() throws Exception {
    changing("example", "elsewhere, the old one kept", 1).points(4, 9, Blow.AFTER).assertRounds(1);
  }

  @Test
  @Tag("full")
  void aConnectionThatIsReplacedMayBeHalfWay() throws Exception {
    changing("example", "connection renamed", 1).points(1, 4, Blow.AFTER).assertRounds(2);
  }

  @Test
  void aDestroyMayEndInTheMiddle() throws Exception {
    destroying("deletable", 1).points(2, 5, Blow.AFTER).assertRounds(2);
  }

  @Test
  void whatLeftTheScriptMayBeHalfRetained() throws Exception {
    changing("small", "small project", 1).points(1, 2, Blow.AFTER).assertRounds(2);
  }

  @Test
  void whatWasRetainedMayBeHalfTakenBack() throws Exception {
    takingBack("small", "small project", 1).points(1, 2, Blow.AFTER).assertRounds(2);
  }

  @Test
  void whatIsReadInTheBodyMayBeHalfMade() throws Exception {
    making("small read at once", 1).points(1, 4, Blow.AFTER).assertRounds(3);
  }

  @Test
  void aRenameOfIdsMayBeHalfDone() throws Exception {
    changing("small", "small moved", 1).points(1, 2, Blow.AFTER).assertRounds(2);
  }

  @Test
  void aDestroyAfterwardsLeavesNothing() throws Exception {
    making("small deletable", 1).goingOnWith(null).points(1, 2, Blow.AFTER).assertRounds(6);
  }

  @Test
  @Tag("full")
  void aChangedScriptAfterwardsComesToWhatItSays() throws Exception {
    making("small", 1).goingOnWith("small changed").points(2, 4, Blow.AFTER).assertRounds(3);
  }

  @Test
  void aChangeThatIsTakenBackAfterwardsIsUndone() throws Exception {
    changing("small", "small changed", 1)
        .goingOnWith("small")
        .points(1, 1, Blow.AFTER)
        .assertRounds(4);
  }

  @Test
  @Tag("full")
  void aDeployAfterAnUnfinishedDestroyMakesEverythingAgain() throws Exception {
    destroying("small deletable", 1)
        .goingOnWith("small deletable")
        .points(1, 3, Blow.AFTER)
        .assertRounds(2);
  }

  @Test
  void aWorkerThatIsReplacedMayBeHalfWay() throws Exception {
    changing("example", "worker renamed", 1).points(2, 3, Blow.AFTER).assertRounds(2);
  }
}
