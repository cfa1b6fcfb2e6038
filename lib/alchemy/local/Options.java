package alchemy.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/**
 * The arguments of the process.
 *
 * @param data the data folder, absolute
 * @param parentPipe whether the end of standard input ends the process
 * @param port for HTTP, or 0 for the remembered one
 * @param json whether to tell events as JSON lines
 * @param log whether to tell each request
 * @param faults what is to go wrong
 */
record Options(Path data, boolean parentPipe, int port, boolean json, boolean log, Faults faults) {
  static Options parse(String... args) {
    Path data = null;
    boolean parentPipe = false;
    int port = 0;
    boolean json = false;
    boolean log = false;
    var latency = Duration.ZERO;
    var faults = new ArrayList<Fault>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--data" -> data = Path.of(value(args, ++i)).toAbsolutePath().normalize();
        case "--port" -> port = port(value(args, ++i));
        case "--parent-pipe" -> parentPipe = true;
        case "--json" -> json = true;
        case "--log" -> log = true;
        case "--latency" -> latency = Fault.latency(value(args, ++i));
        case "--fail" -> faults.add(Fault.failing(value(args, ++i)));
        case "--drop-after" -> faults.add(Fault.dropping(value(args, ++i)));
        default -> throw new UsageException("unknown argument: " + args[i]);
      }
    }
    if (data == null) {
      throw new UsageException("missing argument: --data");
    }
    return new Options(data, parentPipe, port, json, log, new Faults(latency, faults));
  }

  private static String value(String[] args, int at) {
    if (at == args.length) {
      throw new UsageException("missing value of " + args[at - 1]);
    }
    return args[at];
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new UsageException("not a port: " + text);
    }
    return Integer.parseInt(text);
  }
}
