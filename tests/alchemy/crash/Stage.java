package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.Body;
import alchemy.Secret;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.engine.Session;
import alchemy.local.Api;
import alchemy.local.TestCloud;
import alchemy.state.Row;
import alchemy.state.RowStatus;
import alchemy.state.Sealed;
import alchemy.state.StageState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One stage in one local cloud: runs over it, and what is to be seen after them. */
final class Stage implements Sweep.Ending {
  private static final Pattern TABLE = Pattern.compile("made_by_(\\w+)");
  private static final Pattern URL = Pattern.compile("postgres://[^\"\\s]+");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TestCloud cloud;
  private final Runs runs;

  /** A stage whose key is a file. */
  Stage(TestCloud cloud, Path root) {
    this(cloud, new Runs(root, Session.LOCAL_STAGE, cloud.variables()));
  }

  Stage(TestCloud cloud, Runs runs) {
    this.cloud = cloud;
    this.runs = runs;
  }

  @Override
  public boolean end(String body, int effect, Doom.Blow moment, int parallel) throws IOException {
    Doom doom = Doom.at(effect, moment);
    run(Bodies.orNothing(body), doom, parallel);
    return doom.hasEnded();
  }

  @Override
  public void goOn(String body, int parallel) throws IOException {
    run(Bodies.orNothing(body), Doom.none(), parallel);
  }

  /** Deploys a body, or destroys where there is none; how far it gets is the doom's decision. */
  Runs.Ran run(Body body, Doom doom, int parallel) throws IOException {
    return runs.run(body, doom, parallel);
  }

  /** An undisturbed run. */
  Runs.Ran run(Body body) throws IOException {
    return runs.run(body, Doom.none(), 8);
  }

  /** Gives a resource new secrets. */
  Plan rotate(Body body, String id, RunOptions.Rotation rotation) {
    return runs.rotate(body, id, rotation);
  }

  /** An output as the last run recorded it. */
  String output(String key, String name) {
    return (String) runs.state().rows().get(key).outputs().get(name);
  }

  /** Fails unless a further run finds nothing to do, and asks nobody to find that out. */
  void assertSettled(Body body) throws IOException {
    Runs.Ran again = run(body);
    assertFalse(again.plan().acts(), () -> "the run after plans\n" + again.plan());
    assertEquals(0, again.doom().requests(), "requests of a run that has nothing to do");
  }

  /**
   * Fails unless all is as a finished run leaves it and works: each connection's secret opens its
   * database, each Worker reaches the database that it is meant to.
   */
  Picture picture() throws IOException, SQLException, InterruptedException {
    StageState state = runs.state();
    Picture picture = Picture.of(cloud, state);
    for (Row each : state.rows().values()) {
      RowStatus due = each.isLive() ? RowStatus.CREATED : RowStatus.RETAINED;
      assertTrue(
          each.status() == due || each.status() == RowStatus.RETAINED,
          () -> each.key() + " is " + each.status());
      assertEquals(null, each.intended(), each.key());
      if (each.type().equals("prisma:Connection")) {
        mark(each.key(), opened(each, "connectionString"));
      }
    }
    List<String> lines = new ArrayList<>(picture.lines());
    for (Row each : state.rows().values()) {
      if (each.outputs().get("url") instanceof String url) {
        lines.add(each.key() + " answers with " + told(url));
      }
    }
    return new Picture(lines);
  }

  /** Takes all away, state and cloud. */
  void wipe() throws IOException {
    Api cloudflare = cloud.cloudflare();
    for (Map<?, ?> each : cloudflare.get("/workers/scripts").<List<Map<?, ?>>>at("result")) {
      gone(cloudflare.delete("/workers/scripts/" + each.get("id") + "?force=true"));
    }
    for (Map<?, ?> each : cloudflare.get("/hyperdrive/configs").<List<Map<?, ?>>>at("result")) {
      gone(cloudflare.delete("/hyperdrive/configs/" + each.get("id")));
    }
    for (String list : List.of("/v1/databases", "/v1/projects")) {
      for (Map<?, ?> each : cloud.prisma().get(list).<List<Map<?, ?>>>at("data")) {
        gone(cloud.prisma().delete(list + "/" + each.get("id")));
      }
    }
    runs.wipe();
  }

  private static void gone(Api.Answer answer) {
    assertTrue(answer.status() < 300, answer::toString);
  }

  private String opened(Row row, String output) {
    Secret secret = runs.store().vault().open((Sealed) row.outputs().get(output));
    return secret.unencrypted();
  }

  // A table of its own in each database tells which one a Worker sees.
  private static void mark(String key, String url) throws SQLException {
    try (Connection session = connect(url);
        var statement = session.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS made_by_" + key.replaceAll("\\W", "_") + " ()");
    }
  }

  private static Set<String> told(String url)
      throws IOException, InterruptedException, SQLException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer::body);
    Set<String> told = new TreeSet<>();
    Matcher table = TABLE.matcher(answer.body());
    while (table.find()) {
      told.add(table.group(1));
    }
    Matcher given = URL.matcher(answer.body());
    while (given.find()) {
      connect(given.group()).close();
      told.add("a connection string that works");
    }
    return told;
  }

  private static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] who = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + uri.getHost()
            + ":"
            + uri.getPort()
            + uri.getPath()
            + "?sslmode=disable",
        who[0],
        who[1]);
  }
}
