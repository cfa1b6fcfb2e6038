package alchemy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cloudflare.Binding;
import alchemy.cloudflare.D1Database;
import alchemy.cloudflare.Hyperdrive;
import alchemy.cloudflare.KVNamespace;
import alchemy.cloudflare.Queue;
import alchemy.cloudflare.R2Bucket;
import alchemy.cloudflare.Worker;
import alchemy.prisma.Connection;
import alchemy.prisma.Database;
import alchemy.prisma.Project;
import alchemy.prisma.WorkspaceRef;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/resources.md names all that a script can declare, set, bind and read. */
class ResourcesDocTest {
  private static final Set<String> OF_EACH =
      Set.of("of", "ref", "named", "handle", "toString", "binding", "output");

  private static final Pattern WORD = Pattern.compile("[`.( ](\\w+)(?=[`(,.\\s)])");

  private static String doc;

  @BeforeAll
  static void read() throws IOException {
    doc = Files.readString(Path.of(System.getenv("ALCHEMY_HOME")).resolve("docs/resources.md"));
  }

  private static Stream<Class<?>> resources() {
    return Stream.of(
        Project.class,
        Database.class,
        Connection.class,
        WorkspaceRef.class,
        Hyperdrive.class,
        Worker.class,
        KVNamespace.class,
        R2Bucket.class,
        D1Database.class,
        Queue.class,
        EnvFile.class,
        Migrations.class);
  }

  /** The row of a resource that a table has all about, else its section. */
  private static String about(Class<?> resource) {
    String name = resource.getSimpleName();
    return doc.lines()
        .filter(line -> line.startsWith("| `" + name + ".of"))
        .findFirst()
        .orElseGet(() -> section(name));
  }

  private static String section(String name) {
    int from = doc.indexOf("\n## " + name + "\n");
    assertTrue(from >= 0, name + " has neither a row nor a section");
    int to = doc.indexOf("\n## ", from + 1);
    return doc.substring(from, to < 0 ? doc.length() : to);
  }

  private static Set<String> missing(Class<?> type, String text) {
    Set<String> named = new TreeSet<>();
    WORD.matcher(text).results().forEach(each -> named.add(each.group(1)));
    Set<String> common = new TreeSet<>(OF_EACH);
    common.addAll(List.of("serviceToken", "apiToken", "accountId", "adopt", "renamedFrom"));
    Set<String> missing = new TreeSet<>();
    for (Method each : type.getMethods()) {
      boolean ours = each.getDeclaringClass().getName().startsWith("alchemy.");
      if (ours && !each.isSynthetic() && !common.contains(each.getName())) {
        missing.add(each.getName());
      }
    }
    missing.removeAll(named);
    return missing;
  }

  @Test
  void eachSettingAndEachGetterOfAResourceIsNamedWhereTheResourceIs() {
    resources()
        .forEach(
            type -> {
              assertEquals(Set.of(), missing(type, about(type)), type.getSimpleName());
              Arrays.stream(type.getDeclaredClasses())
                  .filter(each -> each.getSimpleName().equals("Settings"))
                  .forEach(
                      settings ->
                          assertEquals(
                              Set.of(),
                              missing(settings, about(type)),
                              "Settings of " + type.getSimpleName()));
            });
  }

  @Test
  void eachBindingIsNamed() {
    Set<String> missing = new TreeSet<>();
    for (Method each : Binding.class.getDeclaredMethods()) {
      boolean shown = Modifier.isPublic(each.getModifiers()) && !OF_EACH.contains(each.getName());
      if (shown && !section("Worker").contains("`" + each.getName())) {
        missing.add(each.getName());
      }
    }
    assertEquals(Set.of(), missing);
  }
}
