package alchemy.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of the commands that change something. */
final class ApplyFlags {
  static final int PARALLEL = 64;

  @Option(
      names = {"-y", "--yes"},
      description = "approve what destroys data, without a question")
  boolean yes;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "how many steps at once, " + PARALLEL + " if not given")
  int parallel = PARALLEL;

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "wait so long for another run of the stage: 30s, 5m; not at all if not given")
  Duration lockTimeout = Duration.ZERO;

  /** Reads {@code 30}, {@code 30s} and {@code 5m}. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      if (!value.matches("\\d{1,6}[sm]?")) {
        throw new TypeConversionException("\"" + value + "\" is no time such as 30s or 5m");
      }
      long number = Long.parseLong(value.replaceAll("[sm]", ""));
      return value.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }
  }
}
