package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the completion makes a real bash offer. */
@Tag("processes")
class CompletionTest {
  @TempDir Path folder;

  private Set<String> offered(String function, String line) throws Exception {
    String words = "COMP_WORDS=(" + line + ")";
    String ask =
        ". ./completion; COMP_LINE='"
            + line
            + "'; COMP_POINT=${#COMP_LINE}; "
            + words
            + "; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
            + function
            + "; printf '%s\\n' \"${COMPREPLY[@]}\"";
    String out = new Shell(folder).program("", List.of("bash", "-c", ask)).expect(0).out();
    return Set.copyOf(out.lines().map(String::strip).toList());
  }

  @Test
  void bashOffersCommandsAndOptions() throws Exception {
    String text = new Shell(folder).run("completion").expect(0).out();
    Files.writeString(folder.resolve("completion"), text);

    assertEquals(Set.of("deploy", "destroy", "dev"), offered("_complete_alchemy", "alchemy de"));
    assertTrue(offered("_complete_alchemy", "alchemy plan --re").contains("--refresh"));
    assertTrue(offered("_complete_alchemy", "alchemy state s").contains("show"));
    new Shell(folder).run("completion", "fish").expect(2);
  }
}
