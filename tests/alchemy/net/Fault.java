package alchemy.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** What goes wrong with one request between a client and the service. */
@FunctionalInterface
public interface Fault {
  /** Gives the request to the service and its answer back; may not be called at all. */
  @FunctionalInterface
  interface Service {
    Said answer() throws IOException;
  }

  /**
   * What the client is to hear.
   *
   * @param sent how much of the body is sent before the connection is cut; -1 for all
   */
  record Said(int status, Map<String, String> headers, byte[] body, int sent) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** The client's answer; null closes the connection without one. */
  Said apply(Service service) throws IOException;

  /** The connection is closed before the service hears of it. */
  static Fault dropped() {
    return service -> null;
  }

  /** The service does it, and the connection is closed before its answer. */
  static Fault answerLost() {
    return service -> {
      service.answer();
      return null;
    };
  }

  /** The connection is closed in the middle of the answer's body. */
  static Fault cutOff() {
    return service -> {
      Said said = service.answer();
      return new Said(said.status, said.headers, said.body, said.body.length / 2);
    };
  }

  /** Something else answers, and the service never hears of it. */
  static Fault instead(int status, String body, String... headers) {
    return service -> said(status, body, headers);
  }

  /** The service does it, and something else answers. */
  static Fault after(int status, String body, String... headers) {
    return service -> {
      service.answer();
      return said(status, body, headers);
    };
  }

  /** The request waits until all of a barrier's are there: they are asked beside each other. */
  static Fault beside(CyclicBarrier others) {
    return service -> {
      try {
        others.await(1, TimeUnit.MINUTES);
        return service.answer();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      } catch (BrokenBarrierException | TimeoutException e) {
        throw new IOException("what should have been asked beside it was not", e);
      }
    };
  }

  /** The answer's body comes changed, or only its type if the text stays the same. */
  static Fault rewritten(String contentType, UnaryOperator<String> change) {
    return service -> {
      Said said = service.answer();
      Map<String, String> headers = new LinkedHashMap<>(said.headers);
      headers.put("Content-Type", contentType);
      byte[] body = change.apply(said.text()).getBytes(StandardCharsets.UTF_8);
      return new Said(said.status, headers, body, -1);
    };
  }

  /** The service does it, and the answer stays away until the gate is opened. */
  static Fault late(CountDownLatch done, CountDownLatch gate) {
    return service -> {
      Said said = service.answer();
      done.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
      return said;
    };
  }

  private static Said said(int status, String body, String... headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return new Said(status, map, body.getBytes(StandardCharsets.UTF_8), -1);
  }
}
