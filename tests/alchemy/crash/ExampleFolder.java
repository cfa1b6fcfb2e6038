package alchemy.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with the main example's Worker and packages, and with a second Worker. */
final class ExampleFolder {
  private static final Path EXAMPLE =
      Path.of(System.getenv("ALCHEMY_HOME")).resolve("examples/hyperdrive-worker");

  private ExampleFolder() {}

  static void copyTo(Path root) throws IOException {
    Files.createDirectories(root.resolve("src"));
    for (String each :
        List.of(".npmrc", "package.json", "package-lock.json", "tsconfig.json", "src/worker.ts")) {
      Files.copy(EXAMPLE.resolve(each), root.resolve(each));
    }
    // Tells what it was given, and what the Worker behind it says.
    Files.writeString(
        root.resolve("src/front.ts"),
        """
        export default {
          async fetch(request: Request, env: any): Promise<Response> {
            const behind = await env.API.fetch(request);
            return new Response(env.DATABASE_URL + "\\n" + (await behind.text()), behind);
          },
        };
        """);
  }
}
