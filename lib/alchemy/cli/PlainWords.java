package alchemy.cli;

import java.util.List;
import java.util.Set;

/**
 * The words that most runs consist of: a command, {@code --stage NAME}, {@code --yes}. They are
 * read without picocli, which is two hundred classes compiled for Java 5, that no archive of
 * classes can hold, and takes a third of a short run. Whatever else is said, or said wrongly, is
 * picocli's.
 */
final class PlainWords {
  private static final Set<String> COMMANDS =
      Set.of("deploy", "plan", "destroy", "drift", "outputs");

  private PlainWords() {}

  /** The command, ready to be called; null if there is more to read. */
  static ScriptCommand command(List<String> words, Invocation invocation) {
    if (!COMMANDS.contains(words.get(0))) {
      return null;
    }
    ScriptCommand command = (ScriptCommand) CommandSet.make(words.get(0), invocation);
    ApplyFlags apply = command.apply();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      if (word.equals("--yes") && apply != null && !apply.yes) {
        apply.yes = true;
      } else if (word.equals("--stage") && command.flags.stage == null && isName(next)) {
        command.flags.stage = next;
        i++;
      } else {
        return null;
      }
    }
    return command;
  }

  private static boolean isName(String word) {
    return !word.isEmpty() && Character.isLetterOrDigit(word.charAt(0));
  }
}
