package alchemy.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    Files.writeString(template.resolve("package.json"), "{\"scripts\": {\"dev\": \"serve\"}}\n");
    Files.writeString(template.resolve(".env"), "not in the catalog");
    Files.writeString(
        folder.resolve("home/jbang-catalog.json"),
        """
        {"templates": {
          "bare": {"description": "A script alone", "file-refs": {
            "{filename}": "templates/tiny/alchemy.run.java",
            ".gitignore": "templates/tiny/gitignore"}},
          "tiny": {"description": "A script and an image", "file-refs": {
            "{filename}": "templates/tiny/alchemy.run.java",
            ".gitignore": "templates/tiny/gitignore",
            "package.json": "templates/tiny/package.json",
            "src/icon.png": "templates/tiny/src/icon.png"}}}}
        """);
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
    assertFalse(Files.exists(made.resolve(".env")));
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

    Path app = Files.createDirectories(folder.resolve("other"));
    Files.createFile(app.resolve("src"));
    assertEquals(1, transcript.run("create", "--template", "tiny", "other"));
    Files.delete(app.resolve("src"));
    Files.createSymbolicLink(app.resolve("package.json"), folder.resolve("nowhere"));
    Files.createSymbolicLink(app.resolve("src"), folder.resolve("nowhere"));
    assertEquals(1, transcript.run("create", "--template", "tiny", "other"));
    try (var all = Files.list(app)) {
      assertEquals(2, all.count(), "nothing was written");
    }
    assertTrue(transcript.text().contains("there is already: package.json, src"), transcript::text);
  }

  @Test
  void itAsksOnlyOnATerminal() {
    assertEquals(0, transcript.run("create", "--list"));
    assertEquals(2, transcript.run("create", "shop"));
    assertEquals(2, transcript.run("create"));
    assertEquals(2, transcript.run("create", "--template", "tiny"));
    assertEquals(2, transcript.run("create", "--template", "huge", "shop"));
    transcript.onTerminal("\n\n", 0, 2);
    assertEquals(0, transcript.run("create"));
    transcript.onTerminal("2\na shop\n", 0, 2);
    assertEquals(0, transcript.run("create"));
    transcript.onTerminal("tiny\n", 0, 2);
    assertEquals(0, transcript.run("create", "other"));
    transcript.onTerminal("3\n", 0, 2);
    assertEquals(2, transcript.run("create", "third"));
    transcript.onTerminal("", 0, 2);
    assertEquals(2, transcript.run("create", "third"));
    transcript.variable("ALCHEMY_HOME", folder.resolve("elsewhere").toString());
    assertEquals(2, transcript.run("create", "--list"));
    transcript.matches("create-questions");
  }

  @Test
  void whatNoAppCanBeCalledAfterIsRefused() throws IOException {
    for (String each : List.of("..", "/", "--", "shop!", "größe", "a".repeat(41))) {
      assertEquals(2, transcript.run("create", "--template=bare", "--", each), each);
    }
    try (var all = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("home")), all.toList());
    }
  }

  @Test
  void whatToTypeNextCanBeTypedAsItStands() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path launcher = Files.createFile(folder.resolve("home/alchemy"));
    assertTrue(launcher.toFile().setExecutable(true));
    Files.createSymbolicLink(bin.resolve("alchemy"), launcher);
    transcript.variable("PATH", folder + File.pathSeparator + bin);
    assertEquals(0, transcript.run("create", "--template=bare", "it's/an app"));
    transcript.matches("create-next");

    Path other = Files.createDirectories(folder.resolve("other")).resolve("alchemy");
    assertTrue(Files.createFile(other).toFile().setExecutable(true));
    transcript.variable("PATH", other.getParent() + File.pathSeparator + bin);
    assertEquals(0, transcript.run("create", "--template=bare", "shop"));
    assertTrue(transcript.text().contains("FOLDER/home/alchemy dev"), transcript::text);
    Path here = Files.createDirectory(folder.resolve("here"));
    Transcript inside =
        new Transcript(here).variable("ALCHEMY_HOME", folder.resolve("home").toString());
    assertEquals(0, inside.run("create", "--template=bare", "."));
    assertFalse(inside.text().contains("cd "), inside::text);
    assertTrue(Files.exists(here.resolve("alchemy.run.java")));
  }
}
