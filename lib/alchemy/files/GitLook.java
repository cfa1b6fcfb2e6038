package alchemy.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether git would take a file with secrets into a commit. */
final class GitLook {
  private GitLook() {}

  /** What to tell of the file; empty if git leaves it alone, or there is no git. */
  static Optional<String> warning(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    boolean isIn =
        Stream.iterate(folder, each -> each != null, Path::getParent)
            .anyMatch(each -> Files.exists(each.resolve(".git")));
    if (!isIn) {
      return Optional.empty();
    }
    String name = file.getFileName().toString();
    if (git(folder, "ls-files", "--error-unmatch", "--", name) == 0) {
      return Optional.of(
          "git tracks " + name + ", which holds secrets. Type: git rm --cached " + name);
    }
    return git(folder, "check-ignore", "--quiet", "--", name) == 1
        ? Optional.of(name + " holds secrets, and git does not ignore it. Add it to .gitignore.")
        : Optional.empty();
  }

  private static int git(Path folder, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } catch (IOException e) {
      return -1; // Without git on the PATH nobody commits it from here.
    }
  }
}
