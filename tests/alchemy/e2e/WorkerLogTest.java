package alchemy.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import alchemy.cli.Library;
import alchemy.e2e.Shell.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a Worker prints and throws, as its author sees it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("processes")
class WorkerLogTest {
  @TempDir Path folder;

  @Test
  void whatAWorkerThrowsIsToldWithItsNameAndTheLinesOfItsSources() throws Exception {
    Files.writeString(
        folder.resolve("alchemy.run.java"),
        Library.DEPS
            + """
            //JAVA 17+

            import alchemy.*;
            import alchemy.cloudflare.*;

            class Infra {
                public static void main(String... args) {
                    Alchemy.run("logs", args, app -> Worker.of("shop", "src/worker.ts"));
                }
            }
            """);
    Files.createDirectory(folder.resolve("src"));
    Files.writeString(
        folder.resolve("src/order.ts"),
        """
        export interface Order {
          id: number;
        }

        export function check(order: Order): void {
          if (order.id > 1) throw new RangeError(`order ${order.id} is too large`);
        }
        """);
    Files.writeString(
        folder.resolve("src/worker.ts"),
        """
        import { check } from "./order";

        type Handler = { fetch(): Response };

        export default {
          fetch(): Response {
            console.error(new Error("only logged").stack);
            check({ id: 2 });
            return new Response("never");
          },
        } satisfies Handler;
        """);

    Ran dev = new Shell(folder).run("dev", "--fetch", "/");

    String told = dev.err();
    assertTrue(told.contains("[shop] Error: only logged"), told);
    assertTrue(told.contains("src/worker.ts:7:19"), told);
    assertTrue(told.contains("[shop] Uncaught RangeError: order 2 is too large"), told);
    assertTrue(told.contains("src/order.ts:6:27"), told);
    assertTrue(told.contains("src/worker.ts:8:5"), told);
  }
}
