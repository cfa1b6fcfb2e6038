package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a command and measures the whole process and its children: CPU and the largest process's
 * memory as the kernel accounts them to GNU time, the memory of all together by looking often.
 */
final class Timed {
  private static final int LOOK_EVERY_MILLIS = 50;
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(20);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Timed() {}

  /** What a run needed. */
  static Map<Measure, Double> run(Path folder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path account = Files.createTempFile("account", ".txt");
    Path said = Files.createTempFile("said", ".txt");
    List<String> timed =
        new ArrayList<>(List.of("time", "-f", "%U %S %M", "-o", account.toString()));
    timed.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(timed).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(Timed::isOurs);
    builder.environment().putAll(variables);
    long began = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    double together = 0;
    while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      together = Math.max(together, resident(process.pid()));
      if (System.nanoTime() - began > LONGEST) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
      }
    }
    double wall = (System.nanoTime() - began) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(command + " failed\n" + Files.readString(said));
    }
    String[] numbers = Files.readString(account).strip().split(" ");
    double peak = Double.parseDouble(numbers[2]) / 1024;
    Map<Measure, Double> sample = new EnumMap<>(Measure.class);
    sample.put(Measure.WALL, wall);
    sample.put(Measure.CPU, Double.parseDouble(numbers[0]) + Double.parseDouble(numbers[1]));
    sample.put(Measure.PEAK, peak);
    sample.put(Measure.TOGETHER, Math.max(together, peak));
    Files.delete(account);
    Files.delete(said);
    return sample;
  }

  // Of a process and all below it, in MB. A page that two of them share counts twice.
  private static double resident(long pid) {
    double sum = 0;
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      Matcher found = RESIDENT.matcher(Files.readString(process.resolve("status")));
      sum += found.find() ? Double.parseDouble(found.group(1)) / 1024 : 0;
      for (Path each : threads.toList()) {
        for (String child : Files.readString(each.resolve("children")).split(" ")) {
          sum += child.isEmpty() ? 0 : resident(Long.parseLong(child));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return sum; // it ended while it was looked at
    }
    return sum;
  }

  /** What the bench itself was started with must not steer what it measures. */
  static boolean isOurs(String name) {
    return name.equals("CI")
        || name.startsWith("PRISMA_")
        || name.startsWith("CLOUDFLARE_")
        || name.startsWith("ALCHEMY_")
            && !name.equals("ALCHEMY_CACHE")
            && !name.equals("ALCHEMY_JBANG_JAR");
  }
}
