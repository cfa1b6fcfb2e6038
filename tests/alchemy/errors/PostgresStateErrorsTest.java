package alchemy.errors;

import alchemy.OwnResource;
import alchemy.Resource;
import alchemy.Secret;
import alchemy.engine.Box;
import alchemy.local.postgres.Pooler;
import alchemy.local.postgres.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the database that keeps a stage, or with the way there. */
@ExtendWith(SharedPostgres.class)
class PostgresStateErrorsTest {
  @TempDir Path folder;

  private static OwnResource<Box.Outputs> box(String id, String content) {
    return Resource.of(id, new Box(), () -> new Box.Props(id, null, content, null, null, null));
  }

  private static Scene in(String url, Scene scene) {
    return scene
        .variable("ALCHEMY_STATE", url)
        .shown(url.replaceFirst(".*/", ""), "DATABASE")
        .script(app -> box("one", null));
  }

  /** A script that, when the first box is made, does something to the database. */
  private static void meanwhile(Scene scene, String url, String sql) {
    scene
        .script(
            app -> {
              String id = box("one", null).output().id();
              SharedPostgres.query(Secret.of(url), sql);
              box("two", id);
            })
        .fails(1, "deploy", "--quiet", "--parallel", "1");
  }

  @Test
  void theDatabaseOfAStage() {
    Situations situations = new Situations("postgres-state", folder);
    String url = SharedPostgres.server().database();
    in("postgres://me:secret@127.0.0.1:1/shop", situations.about("nobody listens there"))
        .fails(1, "plan");
    in(url.replaceFirst(":[^:/@]+@", ":another-password@"), situations.about("a wrong password"))
        .fails(1, "deploy", "--quiet");
    in(url, situations.about("a certificate that nobody vouches for"))
        .variable("ALCHEMY_STATE", url + "?sslmode=verify-full")
        .fails(1, "deploy", "--quiet");
    try (Pooler pooler = new Pooler(SharedPostgres.server().port(), 1)) {
      in(SharedPostgres.server().by(url, pooler.port()), situations.about("a pooler in between"))
          .fails(3, "deploy", "--quiet");
    }
    try (Pooler pooler = new Pooler(SharedPostgres.server().port(), 0)) {
      pooler.refusing("unsupported startup parameter: options");
      in(SharedPostgres.server().by(url, pooler.port()), situations.about("a pooler that refuses"))
          .fails(3, "deploy", "--quiet");
    }
    in("postgres://me:secret@db.invalid/shop", situations.about("a host that there is not"))
        .fails(1, "plan");
    in(url, situations.about("a session that only reads"))
        .variable("ALCHEMY_STATE", url + "?options=-c%20default_transaction_read_only%3Don")
        .fails(1, "deploy", "--quiet");
    in(url.replace("@", "%zz@"), situations.about("a password that is not percent-encoded"))
        .fails(2, "plan");
    Scene files = situations.about("a stage that is in files");
    files.script(app -> box("one", null)).after(0, "deploy", "--quiet");
    in(url, files).fails(3, "plan");
    Scene newer = in(url, situations.about("tables that a newer version made"));
    newer.after(0, "deploy", "--quiet");
    SharedPostgres.query(Secret.of(url), "UPDATE alchemy.version SET version = 99");
    newer.fails(1, "deploy", "--quiet");
    situations.match();
  }

  @Test
  void whatCannotBeRecorded() throws IOException {
    Situations situations = new Situations("postgres-rescue", folder);
    String taken = SharedPostgres.server().database();
    meanwhile(
        in(taken, situations.about("somebody takes the lock away during a run")),
        taken,
        "UPDATE alchemy.stage SET epoch = epoch + 1");
    String refused = SharedPostgres.server().database();
    meanwhile(
        in(refused, situations.about("the database refuses what it is given")),
        refused,
        "ALTER TABLE alchemy.resource RENAME TO renamed");
    SharedPostgres.query(Secret.of(refused), "ALTER TABLE alchemy.renamed RENAME TO resource");
    Path kept = folder.resolve("situation-2/.alchemy");
    Scene next = situations.about("the run after that, where nobody can be asked");
    in(refused, next);
    Files.move(kept, next.folder().resolve(".alchemy"));
    next.fails(3, "deploy", "--quiet");
    situations.match();
  }
}
