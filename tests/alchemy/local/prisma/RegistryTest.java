package alchemy.local.prisma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.local.Store;
import alchemy.local.prisma.Rows.ProjectRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final int MANY = 32;

  @TempDir Path folder;

  @Test
  void whateverIsSettledIsOnDiskHoweverManyChangeSomethingAtOnce() throws Exception {
    var registry = new Registry(new Store(folder), Clock.systemUTC());
    var workspace = registry.workspace("shop");
    List<Callable<Boolean>> changes = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      var name = "project-" + i;
      changes.add(
          () -> {
            var made = registry.addProject(workspace, name, null, null);
            registry.settle();
            return stored().contains(made);
          });
    }

    var threads = Executors.newFixedThreadPool(MANY);
    try {
      for (var each : threads.invokeAll(changes)) {
        assertTrue(each.get(), "answered before it was on disk");
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(MANY, stored().size());
  }

  @Test
  void whatNobodyChangedIsNotWrittenAgain() throws Exception {
    var registry = new Registry(new Store(folder), Clock.systemUTC());
    registry.workspace("shop");
    registry.settle();
    var file = folder.resolve("prisma.json");
    var before = Files.readString(file); // sealed with a nonce, so never twice alike
    registry.workspace("shop");
    registry.settle();
    assertEquals(before, Files.readString(file));
  }

  private List<ProjectRow> stored() {
    var registry = new Registry(new Store(folder), Clock.systemUTC());
    return registry.projects(registry.workspace("shop"));
  }
}
