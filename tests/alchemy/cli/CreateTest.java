package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTest {
  private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff, 'm', 'y'};

  @TempDir Path folder;
  private Transcript transcript;

  @BeforeEach
  void aCheckoutWithOneTemplate() throws IOException {
    Path template = Files.createDirectories(folder.resolve("home/templates/tiny/src")).getParent();
    Files.writeString(template.resolve("alchemy.run.java"), "Alchemy.run(\"my-app\", args);\n");
    Files.writeString(template.resolve("gitignore"), "node_modules/\n");
    Files.write(template.resolve("src/icon.png"), IMAGE);
    Files.createDirectories(template.resolve("node_modules/pg"));
    Files.writeString(template.resolve("node_modules/pg/index.js"), "my-app");
    transcript = new Transcript(folder).variable("ALCHEMY_HOME", folder.resolve("home").toString());
  }

  @Test
  void itCopiesATemplateAndNamesTheApp() throws IOException {
    assertEquals(0, transcript.run("create", "--template", "tiny", "My.Shop"));
    Path made = folder.resolve("My.Shop");
    assertEquals(
        "Alchemy.run(\"my-shop\", args);\n", Files.readString(made.resolve("alchemy.run.java")));
    assertTrue(Files.isExecutable(made.resolve("alchemy.run.java")));
    assertEquals("node_modules/\n", Files.readString(made.resolve(".gitignore")));
    assertArrayEquals(IMAGE, Files.readAllBytes(made.resolve("src/icon.png")));
    assertFalse(Files.exists(made.resolve("node_modules")));
    transcript.matches("create");
  }

  @Test
  void itOverwritesNothing() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("shop/src")).resolve("icon.png");
    Files.writeString(mine, "mine");
    assertEquals(1, transcript.run("create", "--template", "tiny", "shop"));
    assertEquals("mine", Files.readString(mine));
    assertFalse(Files.exists(folder.resolve("shop/alchemy.run.java")), "nothing was written");
    transcript.matches("create-refused");
  }

  @Test
  void itAsksOnlyOnATerminal() {
    assertEquals(0, transcript.run("create", "--list"));
    assertEquals(2, transcript.run("create", "shop"));
    assertEquals(2, transcript.run("create"));
    assertEquals(2, transcript.run("create", "--template", "tiny"));
    assertEquals(2, transcript.run("create", "--template", "huge", "shop"));
    transcript.onTerminal("\n", 0, 2);
    assertEquals(0, transcript.run("create", "shop"));
    transcript.variable("ALCHEMY_HOME", folder.resolve("elsewhere").toString());
    assertEquals(2, transcript.run("create", "--list"));
    transcript.matches("create-questions");
  }
}
