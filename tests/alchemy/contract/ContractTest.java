package alchemy.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.http.Request;
import alchemy.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check itself: what it must not let through, and whom it forgives what. */
class ContractTest {
  private static final String OURS = Request.AGENT;
  private static final String MADE =
      """
      "status":200,"fault":false,"answerType":"application/json","answer":{"success":true,
      "errors":[],"messages":[],"result":{"id":"i","name":"n","caching":{"disabled":true},
      "origin":{"scheme":"postgres","host":"h","port":5432,"database":"d","user":"u"}}}}\
      """;

  @TempDir Path folder;

  private static Recordings of(String line) {
    Recordings recordings = new Recordings();
    recordings.add(new Exchange((Map<?, ?>) Json.read(line)));
    return recordings;
  }

  private static Recordings hyperdrive(String agent, String body) {
    return of(
        """
        {"method":"POST","path":"/client/v4/accounts/a/hyperdrive/configs","query":{},
        "agent":"%s","type":"application/json","body":%s,\
        """
                .formatted(agent, body)
            + MADE);
  }

  private static Recordings prisma(int status, String answer) {
    return of(
        """
        {"method":"GET","path":"/v1/workspaces/wksp_c1234567890","query":{},"agent":"alchemy-java",
        "type":"","status":%d,"fault":false,"answerType":"application/json","answer":%s}\
        """
            .formatted(status, answer));
  }

  private static void assertFault(Recordings recordings, String... parts) {
    assertEquals(parts.length, recordings.faults().size(), () -> "" + recordings.faults());
    for (int i = 0; i < parts.length; i++) {
      String fault = recordings.faults().get(i);
      String part = parts[i];
      assertTrue(fault.contains(part), () -> fault + " has no " + part);
    }
  }

  private static final String ORIGIN =
      "{\"scheme\":\"postgres\",\"host\":\"h\",\"port\":1,\"database\":\"d\",\"user\":\"u\","
          + "\"password\":\"***\"}";

  @Test
  void whatAProviderSendsHasAllThatIsRequiredAndNothingElse() {
    assertFault(hyperdrive(OURS, "{\"name\":\"n\",\"origin\":" + ORIGIN + "}"));
    assertFault(
        hyperdrive(OURS, "{\"name\":\"n\",\"adopt\":true,\"origin\":" + ORIGIN + "}"),
        "POST /accounts/{account_id}/hyperdrive/configs asked, body adopt: is not in the contract");
    assertFault(
        hyperdrive(OURS, "{\"name\":\"n\",\"origin\":" + ORIGIN.replace(":1,", ":\"1\",") + "}"),
        "body origin.port: is a string, not number");
    assertFault(hyperdrive(OURS, "{\"name\":\"n\"}"), "body origin: is missing");
    assertFault(
        hyperdrive(
            OURS, "{\"name\":\"n\",\"origin\":" + ORIGIN.replace("postgres", "sqlite") + "}"),
        "body origin.scheme: is none of [postgres, postgresql, mysql]");
  }

  @Test
  void whatOthersSendBeyondItIsListed() {
    Recordings peer = hyperdrive("alchemy/1.0", "{\"name\":\"n\",\"adopt\":true}");

    assertFault(peer);
    assertEquals(2, peer.foreign().size(), peer.foreign()::toString);
    assertTrue(peer.foreign().get(0).contains("body adopt: is not in the contract"));
  }

  @Test
  void whatTheLocalCloudAnswersKeepsTypesStatusesAndFields() {
    String workspace =
        "{\"data\":{\"id\":\"w\",\"type\":\"workspace\",\"url\":\"http://x/\",\"name\":\"n\","
            + "\"createdAt\":\"2026-01-01T00:00:00.000Z\"}}";
    assertFault(prisma(200, workspace));
    assertFault(prisma(201, workspace), "status 201 is not in the contract, which has [200]");
    assertFault(
        prisma(200, workspace.replace("2026-01-01T", "")), "answer data.createdAt: is no time");
    assertFault(
        prisma(200, workspace.replace("\"workspace\"", "\"space\"")),
        "answer data.type: is not workspace");
    assertFault(
        prisma(200, workspace.replace("\"id\"", "\"key\"")),
        "data.id: is missing",
        "data.key: is not in the contract");
    assertFault(prisma(500, "{}"), "status 500");
    assertFault(
        prisma(409, "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}"),
        "status 409 is not in the contract");
    assertFault(prisma(404, "{\"error\":\"gone\"}"), "error error: is a string, not object");
  }

  @Test
  void anUnknownPathIsAFaultOfWhoeverIsOurs() {
    String line =
        "{\"method\":\"GET\",\"path\":\"/v1/nowhere\",\"query\":{},\"agent\":\"alchemy-java\","
            + "\"type\":\"\",\"status\":0,\"fault\":false}";
    assertFault(of(line), "GET /v1/nowhere asked, is not in the contract");
    assertFault(
        of(line.replace("alchemy-java", "curl").replace(":0,", ":200,")),
        "status 200 to what is not in the contract");
    assertFault(of(line.replace("/v1/", "/")), "GET asked, at neither API (1 times, as /nowhere");
    assertFault(of(line.replace("/v1/", "/").replace("alchemy-java", "curl")));
  }

  @Test
  void aFaultOnRequestIsForgivenAndATornLastLineIsNone() throws IOException {
    String failed =
        "{\"method\":\"GET\",\"path\":\"/v1/me\",\"query\":{},\"agent\":\"alchemy-java\","
            + "\"type\":\"\",\"status\":503,\"fault\":true}";
    Files.writeString(folder.resolve("local-1.ndjson"), failed + "\n" + failed.substring(0, 20));

    Recordings read = Recordings.read(folder);

    assertEquals(List.of(), read.faults());
    assertEquals(
        List.of(
            "/v1: 1 exchanges, 1 by our providers, 0 answered",
            "/client/v4: 0 exchanges, 0 by our providers, 0 answered"),
        read.summary().lines().toList());
  }

  @Test
  void tooLittleForAWholeRunIsNoticedForEachApi() {
    Exchange asked =
        new Exchange(
            (Map<?, ?>)
                Json.read(
                    "{\"method\":\"GET\",\"path\":\"/v1/me\",\"query\":{},\"agent\":\"alchemy-java\","
                        + "\"type\":\"\",\"status\":401,\"fault\":false}"));
    Recordings recordings = new Recordings();
    for (int i = 0; i < 99; i++) {
      recordings.add(asked);
    }
    assertEquals(2, recordings.missing().size(), recordings.missing()::toString);
    recordings.add(asked);

    assertEquals(
        List.of(
            "too little was recorded at /client/v4:"
                + " 0 exchanges, 0 by our providers, 0 answered"),
        recordings.missing());
  }
}
