package alchemy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.RunOptions.Mode;
import alchemy.engine.RunOptions.Rotation;
import alchemy.engine.RunOptions.Scope;
import alchemy.local.postgres.SharedPostgres;
import alchemy.provider.Context;
import alchemy.state.Row;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stage whose state is in a database that the stage itself has made. */
@ExtendWith({SharedPostgres.class, OnPostgres.class})
class OwnStateTest extends EngineCase {
  private static String url;

  /** A box whose key is the connection string of the stage's own state. */
  public static final class Holding extends Box {
    @Override
    public Outputs create(Context context, Props wanted) {
      Outputs made = super.create(context, wanted);
      return new Outputs(made.id(), made.name(), Secret.of(url));
    }
  }

  private static OwnResource<Box.Outputs> connection(Supplier<String> of, String size) {
    return Resource.of(
        "connection", new Holding(), () -> new Box.Props(null, size, of.get(), null, null, true));
  }

  private static void whole(String size) {
    var database = deletable("database", size);
    connection(() -> database.output().id(), "small");
    deletable("other", "small");
  }

  private void refused(org.junit.jupiter.api.function.Executable run, String what) {
    int before = calls().size();
    RefusedException e = assertThrows(RefusedException.class, run);
    assertTrue(e.getMessage().contains("own state"), e::getMessage);
    assertTrue(e.getMessage().contains(what), e::getMessage);
    assertEquals(3, e.exitCode());
    assertEquals(3, boxes());
    assertTrue(
        calls().subList(before, calls().size()).stream().allMatch(each -> each.startsWith("read")),
        () -> calls().toString());
  }

  @Test
  void neitherTheConnectionNorWhatItIsInIsDeletedOrReplaced() {
    url = variables.get("ALCHEMY_STATE");
    approves = true;
    deploy(app -> whole("small"));
    refused(() -> session(Mode.DEPLOY, Session::destroy), "test:Box \"connection\"");
    refused(() -> deploy(app -> deletable("database", "small")), "test:Box \"connection\"");
    refused(() -> deploy(app -> whole("large")), "test:Box \"database\"");
    deploy(
        app -> {
          var database = deletable("database", "small");
          connection(() -> database.output().id(), "small");
        });
    assertEquals(2, boxes(), "what does not hold it is deleted");
  }

  @Test
  void itsConnectionGetsNoNewSecretsInPlace() {
    url = variables.get("ALCHEMY_STATE");
    approves = true;
    deploy(app -> whole("small"));
    scope = new Scope(Set.of("connection"), false, false, Rotation.IN_PLACE);
    refused(() -> deploy(app -> whole("small")), "test:Box \"connection\"");
    scope = new Scope(Set.of("other"), false, false, Rotation.IN_PLACE);
    deploy(app -> whole("small"));
  }

  @Test
  void aDestroyWithoutThePasswordKnowsItByHostAndUser() {
    url = variables.get("ALCHEMY_STATE");
    approves = true;
    deploy(app -> whole("small"));
    variables.remove("ALCHEMY_PASSWORD");
    Row sealed = row("connection");
    Map<String, Object> outputs = new HashMap<>(sealed.outputs());
    outputs.put("host", URI.create(url).getHost());
    outputs.put("user", URI.create(url).getUserInfo().split(":")[0]);
    put(sealed.with().outputs(outputs).build());
    refused(() -> session(Mode.DEPLOY, Session::destroy), "test:Box \"database\"");
    outputs.put("user", "another");
    put(sealed.with().outputs(outputs).build());
    session(Mode.DEPLOY, Session::destroy);
    assertEquals(0, boxes());
  }
}
