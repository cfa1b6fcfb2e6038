package alchemy.crash;

import org.junit.jupiter.api.Test;

/**
 * The connection may drop after the service did the work: the same run finds out what was made, and
 * makes nothing twice.
 */
class LostAnswerTest extends CloudCase {
  @Test
  void theAnswerToEachRequestOfTheExampleMayBeLost() throws Exception {
    making("example", 1).lostAnswers().assertRounds(6);
  }

  @Test
  void theAnswerToARotateMayBeLostAfterThatToTheCreate() throws Exception {
    making("small", 1).lostAnswersInARow("POST /v1/databases/ID/connections", 3).assertRounds(2);
  }

  @Test
  void theAnswerToAReplacementsRequestsMayBeLost() throws Exception {
    changing("small deletable", "small elsewhere", 1).lostAnswers().assertRounds(3);
  }

  @Test
  void theAnswerToAnUpdateMayBeLost() throws Exception {
    changing("small", "small changed", 1).lostAnswers().assertRounds(1);
  }

  @Test
  void theAnswerToADeleteMayBeLost() throws Exception {
    destroying("small deletable", 1).lostAnswers().assertRounds(3);
  }
}
