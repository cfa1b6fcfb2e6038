package alchemy.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import alchemy.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every trap of {@code tests/contracts/traps.md} names tests that there are; none is left out. */
class TrapsTest {
  private static List<String> rows() throws IOException {
    return Files.readAllLines(Contract.folder().resolve("traps.md")).stream()
        .filter(each -> each.matches("[|] \\d+ [|].*"))
        .toList();
  }

  @Test
  void eachTrapNamesTestsThatThereAre() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String each : rows()) {
      missing.addAll(NamedTests.missingOf(each));
    }

    assertEquals(List.of(), missing);
  }

  @Test
  void noTrapIsLeftOut() throws IOException {
    assertEquals(
        Stream.concat(IntStream.rangeClosed(1, 22).boxed(), IntStream.rangeClosed(1, 23).boxed())
            .toList(),
        rows().stream().map(each -> Integer.valueOf(each.split(" ")[1])).toList());
  }
}
