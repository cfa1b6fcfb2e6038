package alchemy.errors;

import alchemy.EnvFile;
import alchemy.Resource;
import alchemy.engine.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can lie where a file of variables is to be written, and what cannot be written into one. */
class EnvFileErrorsTest {
  @TempDir Path folder;

  @Test
  void ofFilesOfVariables() throws IOException {
    Situations situations = new Situations("files", folder);
    Scene faults =
        situations
            .about("what can be seen before anything is done")
            .script(
                app -> {
                  EnvFile.of("web/.env", e -> e.set("A", "1"));
                  EnvFile.of("names", "names.env", e -> e.set("A-B", "1").set("C", "'\"`#"));
                });
    faults.fails(1, "deploy", "--quiet");
    Scene link =
        situations
            .about("a link where the file was")
            .script(app -> EnvFile.of(".env", e -> e.set("A", "1")))
            .after(0, "deploy", "--quiet");
    Files.delete(link.folder().resolve(".env"));
    Files.createSymbolicLink(link.folder().resolve(".env"), link.write("mine", "A=1\n"));
    link.fails(1, "drift", "--quiet");
    Scene latin =
        situations
            .about("a file that is not in UTF-8")
            .script(app -> EnvFile.of("own.env", e -> e.set("A", "1")));
    Files.write(latin.folder().resolve("own.env"), new byte[] {'#', (byte) 0xe9, '\n'});
    latin.fails(1, "deploy", "--quiet");
    situations
        .about("a value that is known late, and that no spelling keeps")
        .script(
            app -> {
              var box =
                  Resource.of(
                      "one", new Box(), () -> new Box.Props("one", null, null, null, null, null));
              EnvFile.of(".env", e -> e.set("A", () -> box.output().name() + "'\"`#"));
            })
        .fails(1, "deploy", "--quiet");
    situations.match();
  }
}
