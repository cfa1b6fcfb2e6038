package alchemy.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.engine.RunOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** New credentials for a Worker that goes on serving. */
class RotationTest extends CloudCase {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void underASteadyLoadOfQueriesThroughTheWorkerNotOneFails() throws Exception {
    var body = Bodies.named("example");
    stage.run(body);
    String url = stage.output("worker", "url");
    String before = stage.output("connection", "id");
    Load load = new Load(URI.create(url));
    load.answered(20);

    stage.rotate(body, "connection", RunOptions.Rotation.BESIDE);
    String after = stage.output("connection", "id");
    stage.rotate(body, "connection", RunOptions.Rotation.BESIDE);

    load.answered(20);
    load.end();
    assertEquals(List.of(), List.copyOf(load.failures), load.count + " answers");
    assertNotEquals(before, after);
    assertNotEquals(after, stage.output("connection", "id"));
    stage.picture();
    stage.assertSettled(body);
    Object connections = cloud.prisma().get("/v1/connections?limit=100").at("data");
    // The database's own beside ours.
    assertEquals(2, ((List<?>) connections).size(), connections::toString);
  }

  @Test
  void inPlaceTheSameConnectionHasANewPasswordThatAllItsUsersKnow() throws Exception {
    var body = Bodies.named("example");
    stage.run(body);
    String id = stage.output("connection", "id");

    stage.rotate(body, "connection", RunOptions.Rotation.IN_PLACE);

    assertEquals(id, stage.output("connection", "id"));
    stage.picture(); // opens the database with what state has, and asks the Worker
    stage.assertSettled(body);
  }

  /** Four clients, each of which asks again as soon as it was answered. */
  private static final class Load {
    private static final int CLIENTS = 4;
    private static final int ENOUGH = 1000;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);
    private final AtomicBoolean ends = new AtomicBoolean();
    private final HttpRequest question;
    private final List<CompletableFuture<Void>> clients;

    Load(URI url) {
      question = HttpRequest.newBuilder(url).build();
      clients =
          Stream.generate(
                  () -> CompletableFuture.runAsync(this::ask, work -> new Thread(work).start()))
              .limit(CLIENTS)
              .toList();
    }

    private void ask() {
      while (!ends.get() && failures.isEmpty()) {
        HttpResponse<String> answer =
            HTTP.sendAsync(question, HttpResponse.BodyHandlers.ofString()).join();
        if (answer.statusCode() != 200 || !answer.body().contains("\"success\":true")) {
          failures.add(answer.statusCode() + " " + answer.body());
        }
        count.incrementAndGet();
        answers.release(failures.isEmpty() ? 1 : ENOUGH);
      }
    }

    /** Waits for more answers; their number is what time is measured in. */
    void answered(int more) throws InterruptedException {
      answers.drainPermits();
      answers.acquire(more);
    }

    void end() {
      ends.set(true);
      clients.forEach(CompletableFuture::join);
      assertTrue(count.get() > 40, () -> count.get() + " answers");
    }
  }
}
