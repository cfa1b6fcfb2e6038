package alchemy.sql;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a folder of migrations: {@code *.sql} in it and {@code NAME/migration.sql} below it,
 * in the order of the numbers that they start with, then of their names.
 */
public final class MigrationFiles {
  // Of SHA-256 in hexadecimal: enough to see a change, and short enough for a plan's line.
  private static final int DIGITS = 16;
  private static final String BELOW = "/migration.sql";

  private MigrationFiles() {}

  /**
   * The files' contents by their names, in their order; empty if there is no such folder.
   *
   * @throws MigrationsUnreadableException if a file cannot be read
   */
  static Map<String, String> in(Path folder) {
    Map<String, String> texts =
        new TreeMap<>(Comparator.comparing(MigrationFiles::number).thenComparing(name -> name));
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        for (Path each : entries.toList()) {
          String name = each.getFileName().toString();
          Path below = each.resolve("migration.sql");
          if (Files.isRegularFile(below)) {
            texts.put(name + BELOW, text(below));
          } else if (name.endsWith(".sql") && Files.isRegularFile(each)) {
            texts.put(name, text(each));
          }
        }
      } catch (IOException e) {
        throw new MigrationsUnreadableException(folder.getFileName().toString(), e);
      }
    }
    return texts;
  }

  /** The files' checksums by their names. */
  public static Map<String, String> checksums(Path folder) {
    Map<String, String> checksums = new LinkedHashMap<>();
    in(folder).forEach((name, text) -> checksums.put(name, checksum(text)));
    return checksums;
  }

  /** True if Prisma's own command made the folder. */
  public static boolean areOfPrisma(Path folder) {
    return Files.isRegularFile(folder.resolve("migration_lock.toml"));
  }

  // Line ends are git's matter, not the database's.
  private static String text(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }

  static String checksum(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return String.format("%064x", new BigInteger(1, hash)).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // What starts with no number comes last.
  private static BigInteger number(String name) {
    String digits = name.replaceFirst("^(\\d*)[\\s\\S]*", "$1");
    return digits.isEmpty() ? BigInteger.TEN.pow(99) : new BigInteger(digits);
  }

  /** True if one of the recorded files is not there or is another now. */
  static List<String> changed(Map<?, ?> applied, Map<String, String> now) {
    return applied.entrySet().stream()
        .filter(each -> !each.getValue().equals(now.get(String.valueOf(each.getKey()))))
        .map(each -> String.valueOf(each.getKey()))
        .toList();
  }
}
