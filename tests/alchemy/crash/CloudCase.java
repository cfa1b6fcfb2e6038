package alchemy.crash;

import alchemy.local.TestCloud;
import alchemy.local.postgres.SharedPostgres;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A local cloud and the folder of a script, which the tests of one class share. */
abstract class CloudCase {
  @TempDir static Path folder;
  static TestCloud cloud;
  static Stage stage;

  @BeforeAll
  static void aScriptsFolderAndACloud() throws Exception {
    Path root = folder.resolve("app");
    ExampleFolder.copyTo(root);
    cloud = new TestCloud(folder.resolve("cloud"), line -> {});
    stage = new Stage(cloud, root);
  }

  @AfterAll
  static void end() {
    cloud.close();
  }

  /** Keeps the state of the runs to come in a database of the shared server. */
  static void inPostgres() {
    Map<String, String> variables = new HashMap<>(cloud.variables());
    variables.put("ALCHEMY_STATE", SharedPostgres.server().database());
    variables.put("ALCHEMY_PASSWORD", "correct horse battery staple");
    stage = new Stage(cloud, new Runs(folder.resolve("app"), "shared", variables));
  }

  /** How runs are ended: in this process, unless a class has another way. */
  Sweep.Ending ending() {
    return stage;
  }

  /** An empty stage is brought to a body. */
  Sweep making(String then, int parallel) {
    return new Sweep(stage, ending(), List.of(), then, parallel);
  }

  /** What was made from one body is brought to another one. */
  Sweep changing(String before, String then, int parallel) {
    return new Sweep(stage, ending(), List.of(before), then, parallel);
  }

  /** What a body made is destroyed. */
  Sweep destroying(String before, int parallel) {
    return new Sweep(stage, ending(), List.of(before), null, parallel);
  }

  /** What left the script and was retained is declared again. */
  Sweep takingBack(String made, String without, int parallel) {
    return new Sweep(stage, ending(), List.of(made, without), made, parallel);
  }
}
