package alchemy.errors;

import alchemy.Body;
import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.engine.Box;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be taken over, renamed, named as a target, or moved and forgotten in state. */
class IdentityErrorsTest {
  @TempDir Path folder;

  private static OwnResource<Box.Outputs> box(String id, String name) {
    return Resource.of(id, new Box(), () -> new Box.Props(name, null, null, null, null, null));
  }

  private static OwnResource<Box.Outputs> unique(String id) {
    return Resource.of(
        id, new Box.Unique(), () -> new Box.Props("shop", null, null, null, null, null));
  }

  private static final Body TWO =
      app -> {
        var first = box("first", null);
        Resource.of(
            "second",
            new Box(),
            () -> new Box.Props(null, null, first.output().id(), null, null, null));
      };

  @Test
  void takingOver() {
    Situations situations = new Situations("adopt", folder);
    Scene several = situations.about("two objects of the name that is to be adopted");
    several.write("boxes/box-1", "name=shop\n");
    several.write("boxes/box-2", "name=shop\n");
    several.script(app -> box("first", "shop").adopt(true)).fails(1, "deploy", "--quiet");
    situations
        .about("an object to be adopted that another resource has")
        .script(app -> box("first", "shop"))
        .after(0, "deploy", "--quiet")
        .script(
            app -> {
              box("first", "shop");
              box("other", "shop").adopt(true);
            })
        .fails(1, "deploy", "--quiet");
    Scene both = situations.about("one object that two would adopt");
    both.write("boxes/box-1", "name=shop\n");
    both.script(
            app -> {
              box("first", "shop").adopt(true);
              box("second", "shop").adopt(true);
            })
        .fails(1, "deploy", "--quiet");
    Scene large = situations.about("an object that cannot become what the script wants");
    large.write("boxes/box-1", "name=shop\nsize=large\n");
    large
        .script(
            app ->
                Resource.of(
                        "first",
                        new Box(),
                        () -> new Box.Props("shop", "medium", null, null, null, null))
                    .adopt(true))
        .fails(1, "deploy", "--quiet");
    situations
        .about("an import for what the script does not declare")
        .script(TWO)
        .fails(1, "import", "third", "box-1", "--quiet");
    situations
        .about("an import of what is not there")
        .script(TWO)
        .fails(1, "import", "first", "box-1", "--quiet");
    Scene early = situations.about("an import of what is built from something not deployed");
    early.write("boxes/box-1", "name=shop\n");
    early.script(TWO).fails(1, "import", "second", "box-1", "--quiet");
    situations
        .about("an import for what is in state already")
        .script(app -> box("first", null))
        .after(0, "deploy", "--quiet")
        .fails(1, "import", "first", "box-1", "--quiet");
    situations
        .about("one unique name twice")
        .script(
            app -> {
              unique("first");
              unique("second");
            })
        .fails(1, "plan");
    situations
        .about("a unique name that left the script under another id")
        .script(app -> unique("first"))
        .after(0, "deploy", "--quiet")
        .script(app -> unique("second"))
        .fails(1, "deploy", "--quiet");
    situations.match();
  }

  @Test
  void renaming() {
    Situations situations = new Situations("rename", folder);
    Body first = app -> box("first", null);
    situations
        .about("a former id that is still declared")
        .script(first)
        .after(0, "deploy", "--quiet")
        .script(
            app -> {
              box("first", null);
              box("second", null).renamedFrom("first");
            })
        .fails(1, "plan");
    situations
        .about("a former id that is still in state beside the new one")
        .script(
            app -> {
              box("first", null);
              box("second", null);
            })
        .after(0, "deploy", "--quiet")
        .script(app -> box("second", null).renamedFrom("first"))
        .fails(1, "plan");
    situations
        .about("two that were one")
        .script(first)
        .after(0, "deploy", "--quiet")
        .script(
            app -> {
              box("second", null).renamedFrom("first");
              box("third", null).renamedFrom("first");
            })
        .fails(1, "plan");
    situations
        .about("one resource that was two")
        .script(
            app -> {
              box("first", null);
              box("second", null);
            })
        .after(0, "deploy", "--quiet")
        .script(app -> box("third", null).renamedFrom("first").renamedFrom("second"))
        .fails(1, "plan");
    situations
        .about("a value that is read of what the target does not need")
        .script(
            app -> {
              box("first", null);
              box("second", null).output().id();
            })
        .fails(3, "deploy", "--target", "first", "--quiet");
    situations
        .about("a target that is not declared")
        .script(TWO)
        .fails(1, "deploy", "--target", "third", "--quiet");
    situations
        .about("a target that is not in state")
        .script(first)
        .after(0, "deploy", "--quiet")
        .fails(1, "destroy", "--target", "third", "--quiet");
    situations
        .about("a row to be moved that there is not")
        .script(first)
        .after(0, "deploy", "--quiet")
        .fails(1, "state", "mv", "third", "second");
    situations
        .about("a row to be moved to what is no id")
        .script(first)
        .after(0, "deploy", "--quiet")
        .fails(3, "state", "mv", "first", "my second");
    situations
        .about("a row to be moved to where another one is")
        .script(TWO)
        .after(0, "deploy", "--quiet")
        .fails(3, "state", "mv", "first", "second");
    situations
        .about("a row to be forgotten, and nobody who could be asked")
        .script(first)
        .after(0, "deploy", "--quiet")
        .fails(3, "state", "rm", "first");
    situations.match();
  }
}
